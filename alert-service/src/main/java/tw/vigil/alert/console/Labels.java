package tw.vigil.alert.console;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Role;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.AlertSummary;
import tw.vigil.alert.alerts.Delivery;
import tw.vigil.alert.alerts.Level;
import tw.vigil.alert.alerts.TimelineEntry.Step;
import tw.vigil.alert.alerts.Verdict;
import tw.vigil.alert.routing.Unit;

/// The words of one language for the closed sets of the domain.
record Labels(Language language, ConsoleTexts texts, AlertTexts alertTexts) {

    static Labels in(Language language) {
        return new Labels(
                language, language.texts(), MessageBundles.get(AlertTexts.class, Localized.Literal.of(language.tag())));
    }

    String title(AlertSummary alert) {
        return ours(alert.titleZh(), alert.title());
    }

    String ruleTitle(AlertSummary.Rule rule) {
        return ours(rule.titleZh(), rule.title());
    }

    @Nullable
    String description(AlertSummary.Rule rule) {
        return language == Language.ZH_TW && rule.descriptionZh() != null ? rule.descriptionZh() : rule.description();
    }

    String unit(Unit unit) {
        return switch (language) {
            case ZH_TW -> unit.nameZh();
            case EN -> unit.nameEn();
        };
    }

    private String ours(@Nullable String chinese, String english) {
        return language == Language.ZH_TW && chinese != null ? chinese : english;
    }

    String role(Role role) {
        return switch (role) {
            case ANALYST -> texts.roleAnalyst();
            case AUDITOR -> texts.roleAuditor();
        };
    }

    String status(AlertStatus status) {
        return switch (status) {
            case NEW -> texts.statusNew();
            case ACKNOWLEDGED -> texts.statusAcknowledged();
            case IN_PROGRESS -> texts.statusInProgress();
            case CLOSED -> texts.statusClosed();
        };
    }

    String level(Level level) {
        return switch (level) {
            case INFORMATIONAL -> texts.levelInformational();
            case LOW -> texts.levelLow();
            case MEDIUM -> texts.levelMedium();
            case HIGH -> texts.levelHigh();
            case CRITICAL -> texts.levelCritical();
        };
    }

    String verdict(Verdict verdict) {
        return switch (verdict) {
            case TRUE_POSITIVE -> alertTexts.verdictTruePositive();
            case BENIGN -> alertTexts.verdictBenign();
            case FALSE_POSITIVE -> alertTexts.verdictFalsePositive();
            case UNDETERMINED -> alertTexts.verdictUndetermined();
        };
    }

    String step(Step step) {
        return switch (step) {
            case OPENED -> alertTexts.stepOpened();
            case FINDING_JOINED -> alertTexts.stepFindingJoined();
            case FINDING_REVISED -> alertTexts.stepFindingRevised();
            case NOTIFIED -> alertTexts.stepNotified();
            case NOTIFICATION_DEAD -> alertTexts.stepNotificationDead();
            case ACKNOWLEDGED -> alertTexts.stepAcknowledged();
            case STARTED -> alertTexts.stepStarted();
            case ASSIGNED -> alertTexts.stepAssigned();
            case COMMENTED -> alertTexts.stepCommented();
            case CLOSED -> alertTexts.stepClosed();
            case CONTINUED -> alertTexts.stepContinued();
        };
    }

    String state(Delivery delivery) {
        return switch (delivery.state()) {
            case PENDING -> delivery.attempts() == 0 ? alertTexts.statePending() : alertTexts.stateRetrying();
            case DELIVERED -> alertTexts.stateDelivered();
            case DEAD -> alertTexts.stateDead();
        };
    }

    /// A channel's own name where we have no better word: channels are an open set.
    String channel(String channel) {
        return channel.equals("email") ? alertTexts.channelEmail() : channel;
    }

    /// The word for an OCSF field that people ask for; null for the others.
    @Nullable
    String entity(String field) {
        return switch (field) {
            case "actor.user.name" -> alertTexts.entityActor();
            case "actor.user.uid" -> alertTexts.entityActorId();
            case "actor.user.type" -> alertTexts.entityActorType();
            case "src_endpoint.ip" -> alertTexts.entityIp();
            case "http_request.user_agent" -> alertTexts.entityUserAgent();
            case "api.operation" -> alertTexts.entityOperation();
            case "api.service.name" -> alertTexts.entityService();
            case "status" -> alertTexts.entityStatus();
            case "cloud.account.uid" -> alertTexts.entityAccount();
            case "cloud.region" -> alertTexts.entityRegion();
            case "resources.name", "resources.uid" -> alertTexts.entityResource();
            default -> null;
        };
    }

    /// A duration in its two largest units; milliseconds below one second.
    String duration(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds < 1) {
            return texts.durationMillis(Math.max(0, duration.toMillis()));
        }
        if (seconds < 60) {
            return texts.durationSeconds(String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0));
        }
        if (seconds < 3600) {
            return texts.durationMinutes(duration.toMinutes(), duration.toSecondsPart());
        }
        return duration.toDays() == 0
                ? texts.durationHours(duration.toHours(), duration.toMinutesPart())
                : texts.durationDays(duration.toDays(), duration.toHoursPart());
    }
}
