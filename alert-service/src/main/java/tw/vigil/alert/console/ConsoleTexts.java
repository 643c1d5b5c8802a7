package tw.vigil.alert.console;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of every page, of sign-in and of the list: `messages/msg_zh-TW.properties`, `msg_en.properties`.
@MessageBundle(locale = "zh-TW")
interface ConsoleTexts {
    @Message
    String product();

    @Message
    String tagline();

    @Message
    String skipToContent();

    @Message
    String navAlerts();

    @Message
    String navLabel();

    @Message
    String navMine();

    @Message
    String languageLabel();

    @Message
    String signOut();

    @Message
    String signInTitle();

    @Message
    String signIn();

    @Message
    String signInFailed();

    @Message
    String signedInAs();

    @Message
    String roleAnalyst();

    @Message
    String roleAuditor();

    @Message
    String footerTime();

    @Message
    String userName();

    @Message
    String password();

    @Message
    String statusLabel();

    @Message
    String statusOpen();

    @Message
    String statusAny();

    @Message
    String statusNew();

    @Message
    String statusAcknowledged();

    @Message
    String statusInProgress();

    @Message
    String statusClosed();

    @Message
    String levelLabel();

    @Message
    String levelAny();

    @Message
    String levelCritical();

    @Message
    String levelHigh();

    @Message
    String levelMedium();

    @Message
    String levelLow();

    @Message
    String levelInformational();

    @Message
    String unitLabel();

    @Message
    String unitAny();

    @Message
    String ruleLabel();

    @Message
    String ruleHint();

    @Message
    String searchLabel();

    @Message
    String searchHint();

    @Message
    String filtersLabel();

    @Message
    String applyFilters();

    @Message
    String clearFilters();

    @Message
    String countsByStatus();

    @Message
    String countsByLevel();

    @Message
    String alertsTitle();

    @Message
    String columnLevel();

    @Message
    String columnStatus();

    @Message
    String columnAlert();

    @Message
    String columnRule();

    @Message
    String columnUnit();

    @Message
    String columnCloud();

    @Message
    String columnCount();

    @Message
    String columnDelivery();

    @Message
    String columnSeen();

    @Message
    String unassigned();

    @Message
    String noAlerts();

    @Message
    String noAlertsHint();

    @Message
    String newestPage();

    @Message
    String olderPage();

    @Message
    String pagingLabel();

    @Message
    String deliveryAllDelivered();

    @Message
    String deliveryPending();

    @Message
    String deliveryDead();

    @Message
    String deliveryNone();

    @Message
    String liveOn();

    @Message
    String livePaused();

    @Message
    String liveLost();

    @Message
    String pause();

    @Message
    String resume();

    @Message
    String newAlertsBar();

    @Message
    String changedMark();

    @Message
    String helpTitle();

    @Message
    String helpClose();

    @Message
    String helpOpen();

    @Message
    String helpMove();

    @Message
    String helpOpenAlert();

    @Message
    String helpAcknowledge();

    @Message
    String helpMine();

    @Message
    String helpComment();

    @Message
    String helpClosing();

    @Message
    String helpSearch();

    @Message
    String helpHelp();

    @Message
    String helpQueue();

    @Message
    String helpStart();

    @Message
    String errorChanged();

    @Message
    String errorNotAllowed();

    @Message
    String errorOwnAlert();

    @Message
    String errorVerdictAndComment();

    @Message
    String errorCommentEmpty();

    @Message
    String errorClosed();

    @Message
    String errorInvalid(String detail);

    @Message
    String notFoundTitle();

    @Message
    String notFoundLead(String id);

    @Message
    String backToList();

    @Message
    String durationSeconds(String seconds);

    @Message
    String durationMinutes(long minutes, long seconds);

    @Message
    String durationHours(long hours, long minutes);

    @Message
    String durationDays(long days, long hours);

    @Message
    String durationMillis(long millis);

    @Message
    String oldestNew(String duration);
}
