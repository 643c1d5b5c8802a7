package tw.vigil.alert.console;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.jspecify.annotations.Nullable;

/// The words of the alert page: `messages/alert_zh-TW.properties`, `alert_en.properties`.
@MessageBundle(value = "alert", locale = "zh-TW")
interface AlertTexts {
    @Message
    String reasonTitle();

    @Message
    String reasonSingle(
            String time,
            @Nullable String actor,
            @Nullable String ip,
            @Nullable String account,
            @Nullable String region,
            @Nullable String operation,
            String title);

    @Message
    String reasonMany(String from, String to, @Nullable String group, long count, String title);

    @Message
    String reasonMissing(String from, String to, @Nullable String group, String title);

    @Message
    String whyTitle();

    @Message
    String whyLead();

    @Message
    String whyCount(long count, String duration, @Nullable String group);

    @Message
    String whyTogether(long count, String duration, @Nullable String group);

    @Message
    String whyNewest();

    @Message
    String whySelection();

    @Message
    String whyField();

    @Message
    String whyExpected();

    @Message
    String whyActual();

    @Message
    String whyAnywhere();

    @Message
    String whyAbsent();

    @Message
    String whyNone();

    @Message
    String whyEvents();

    @Message
    String whyMissing(String duration, @Nullable String group);

    @Message
    String whyNew(@Nullable String group);

    @Message
    String entitiesTitle();

    @Message
    String entitiesNone();

    @Message
    String groupTitle();

    @Message
    String clausesTitle();

    @Message
    String clauses();

    @Message
    String playbook();

    @Message
    String ruleVersion();

    @Message
    String ruleId();

    @Message
    String timesTitle();

    @Message
    String timeEvent();

    @Message
    String timeReceived();

    @Message
    String timeEvaluated();

    @Message
    String timeAlert();

    @Message
    String timeDelivered();

    @Message
    String timeNotYet();

    @Message
    String delayTotal(String duration);

    @Message
    String eventsTitle();

    @Message
    String eventsShown(long count, long shown);

    @Message
    String eventsAll(long count);

    @Message
    String eventPosition();

    @Message
    String eventRawMissing();

    @Message
    String eventRaw();

    @Message
    String copy();

    @Message
    String copied();

    @Message
    String timelineTitle();

    @Message
    String timelineSystem();

    @Message
    String deliveryTitle();

    @Message
    String deliveryChannel();

    @Message
    String deliveryRecipient();

    @Message
    String deliveryState();

    @Message
    String deliveryCode();

    @Message
    String deliveryAttempts();

    @Message
    String deliveryTime();

    @Message
    String deliveryEmpty();

    @Message
    String channelEmail();

    @Message
    String statePending();

    @Message
    String stateDelivered();

    @Message
    String stateDead();

    @Message
    String stateRetrying();

    @Message
    String linkedTitle();

    @Message
    String linkedOlder(String id);

    @Message
    String linkedNewer(String id);

    @Message
    String actionsTitle();

    @Message
    String actionAcknowledge();

    @Message
    String actionAssign();

    @Message
    String actionAssignMe();

    @Message
    String actionComment();

    @Message
    String actionClose();

    @Message
    String actionStart();

    @Message
    String assignee();

    @Message
    String assigneeHint();

    @Message
    String commentLabel();

    @Message
    String commentHint();

    @Message
    String closeComment();

    @Message
    String verdictLabel();

    @Message
    String verdictTruePositive();

    @Message
    String verdictBenign();

    @Message
    String verdictFalsePositive();

    @Message
    String verdictUndetermined();

    @Message
    String closedWith(String verdict);

    @Message
    String readOnly();

    @Message
    String stepOpened();

    @Message
    String stepFindingJoined();

    @Message
    String stepFindingRevised();

    @Message
    String stepNotified();

    @Message
    String stepNotificationDead();

    @Message
    String stepAcknowledged();

    @Message
    String stepStarted();

    @Message
    String stepAssigned();

    @Message
    String stepCommented();

    @Message
    String stepClosed();

    @Message
    String stepContinued();

    @Message
    String entityActor();

    @Message
    String entityActorId();

    @Message
    String entityIp();

    @Message
    String entityOperation();

    @Message
    String entityService();

    @Message
    String entityAccount();

    @Message
    String entityRegion();

    @Message
    String entityResource();

    @Message
    String entityActorType();

    @Message
    String entityUserAgent();

    @Message
    String entityStatus();

    @Message
    String copies();
}
