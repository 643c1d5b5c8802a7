package tw.vigil.alert.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Account;
import tw.vigil.alert.alerts.Alert;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.AlertSummary;
import tw.vigil.alert.alerts.Delivery;
import tw.vigil.alert.alerts.TimelineEntry;
import tw.vigil.alert.alerts.Verdict;
import tw.vigil.alert.console.AlertListView.Choice;
import tw.vigil.alert.console.AlertView.Actions;
import tw.vigil.alert.console.AlertView.DeliveryLine;
import tw.vigil.alert.console.AlertView.Draft;
import tw.vigil.alert.console.AlertView.EventCopy;
import tw.vigil.alert.console.AlertView.Fact;
import tw.vigil.alert.console.AlertView.Stage;
import tw.vigil.alert.console.AlertView.StepLine;
import tw.vigil.alert.console.AlertView.Why;
import tw.vigil.alert.routing.Units;
import tw.vigil.event.Finding.ContributingEvent;

/// Puts one alert into the words of one language.
final class AlertViews {
    /// More raw records make a page that no browser likes; the rest is found by its Kafka position.
    private static final int EVENTS_SHOWN = 50;

    private static final String DETECTION = "detection";
    private static final String EXPECTATION = "expectation";

    /// Everything that is known of one alert.
    record Dossier(
            Alert alert,
            List<TimelineEntry> timeline,
            List<Delivery> deliveries,
            Optional<OpeningTimes.Times> opening) {
        AlertSummary summary() {
            return alert.summary();
        }
    }

    private final Labels labels;
    private final Units units;

    AlertViews(Labels labels, Units units) {
        this.labels = labels;
        this.units = units;
    }

    AlertView view(Dossier dossier, Account viewer, List<Account> assignable, Draft draft) {
        var alert = dossier.summary();
        var rule = alert.rule();
        var stages = stages(dossier);
        var shown = shown(dossier.alert().events());
        return new AlertView(
                AlertRow.of(alert, labels),
                sentence(alert),
                labels.description(rule),
                whyLead(dossier),
                dossier.alert().reasons().stream()
                        .map(reason -> new Why(reason.selection(), reason.field(), reason.expected(), reason.actual()))
                        .toList(),
                facts(alert.entities()),
                facts(alert.group()),
                units.unit(alert.unit()).map(labels::unit).orElse(alert.unit()),
                alert.copies(),
                rule.playbook(),
                labels.ruleTitle(rule),
                rule.id(),
                rule.version(),
                stages,
                total(stages),
                eventsLead(alert.count(), shown.size()),
                shown.stream().map(AlertViews::copy).toList(),
                dossier.timeline().stream().map(this::line).toList().reversed(),
                dossier.deliveries().stream().map(this::line).toList(),
                alert.linkedTo(),
                dossier.alert().linkedFrom(),
                alert.verdict() == null ? null : labels.verdict(alert.verdict()),
                actions(alert, viewer, assignable, draft),
                draft);
    }

    private String sentence(AlertSummary alert) {
        var title = labels.ruleTitle(alert.rule());
        if (isExpectation(alert)) {
            return labels.alertTexts()
                    .reasonMissing(
                            new Moment(alert.firstEvent()).full(),
                            new Moment(alert.lastEvent()).full(),
                            group(alert),
                            title);
        }
        if (!alert.rule().kind().equals(DETECTION)) {
            return labels.alertTexts()
                    .reasonMany(
                            new Moment(alert.firstEvent()).full(),
                            new Moment(alert.lastEvent()).full(),
                            group(alert),
                            alert.count(),
                            title);
        }
        var entities = alert.entities();
        return labels.alertTexts()
                .reasonSingle(
                        new Moment(alert.lastEvent()).full(),
                        entities.getOrDefault("actor.user.name", entities.get("actor.user.uid")),
                        entities.get("src_endpoint.ip"),
                        entities.get("cloud.account.uid"),
                        entities.get("cloud.region"),
                        entities.get("api.operation"),
                        title);
    }

    private String whyLead(Dossier dossier) {
        var alert = dossier.summary();
        var texts = labels.alertTexts();
        var conditions = !dossier.alert().reasons().isEmpty();
        if (alert.rule().kind().equals(DETECTION)) {
            return conditions ? texts.whyLead() : texts.whyNone();
        }
        var duration = labels.duration(Duration.between(alert.firstEvent(), alert.lastEvent()));
        var together = switch (alert.rule().kind()) {
            case EXPECTATION -> texts.whyMissing(duration, group(alert));
            case "baseline" -> texts.whyNew(group(alert));
            case String _ when alert.count() < 2 -> texts.whyEvents();
            case "event_count", "value_count" -> texts.whyCount(alert.count(), duration, group(alert));
            default -> texts.whyTogether(alert.count(), duration, group(alert));
        };
        return conditions && !isExpectation(alert)
                ? together + labels.language().sentenceGap() + texts.whyNewest()
                : together;
    }

    /// It speaks because nothing came: there is no event and no reception.
    private static boolean isExpectation(AlertSummary alert) {
        return alert.rule().kind().equals(EXPECTATION);
    }

    private static @Nullable String group(AlertSummary alert) {
        return alert.group().isEmpty() ? null : String.join(" · ", new TreeMap<>(alert.group()).values());
    }

    private List<Fact> facts(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field -> new Fact(
                                field.getKey(),
                                labels.entity(field.getKey()),
                                field.getValue(),
                                ListFilter.hrefOfText(field.getValue())))
                        .toList();
    }

    private List<Stage> stages(Dossier dossier) {
        var alert = dossier.summary();
        var stages = new ArrayList<Stage>();
        dossier.opening()
                .ifPresentOrElse(
                        times -> {
                            if (!isExpectation(alert)) {
                                add(stages, labels.alertTexts().timeEvent(), times.event());
                                add(stages, labels.alertTexts().timeReceived(), times.received());
                            }
                            add(stages, labels.alertTexts().timeEvaluated(), times.evaluated());
                        },
                        () -> add(stages, labels.alertTexts().timeEvent(), alert.firstEvent()));
        add(stages, labels.alertTexts().timeAlert(), alert.created());
        add(stages, labels.alertTexts().timeDelivered(), firstDelivery(dossier.deliveries()));
        return stages;
    }

    private static @Nullable Instant firstDelivery(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(Delivery::receipts)
                .flatMap(Collection::stream)
                .filter(Delivery.Receipt::delivered)
                .map(Delivery.Receipt::at)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private void add(List<Stage> stages, String name, @Nullable Instant at) {
        var before = stages.isEmpty() ? null : stages.getLast().at();
        stages.add(new Stage(
                name,
                at == null ? null : new Moment(at),
                at == null || before == null ? null : "+" + labels.duration(Duration.between(before.instant(), at))));
    }

    private @Nullable String total(List<Stage> stages) {
        var first = stages.getFirst().at();
        var last = stages.getLast().at();
        return first == null || last == null
                ? null
                : labels.alertTexts().delayTotal(labels.duration(Duration.between(first.instant(), last.instant())));
    }

    private static List<ContributingEvent> shown(List<ContributingEvent> events) {
        return events.reversed().stream().limit(EVENTS_SHOWN).toList();
    }

    private String eventsLead(long count, int shown) {
        return shown < count
                ? labels.alertTexts().eventsShown(count, shown)
                : labels.alertTexts().eventsAll(count);
    }

    private static EventCopy copy(ContributingEvent event) {
        return new EventCopy(
                event.id(),
                event.type(),
                event.sourceId(),
                new Moment(event.time()),
                event.topic() + "/" + event.partition() + "@" + event.offset(),
                event.rawSha256(),
                event.raw() == null ? null : PrettyJson.of(event.raw()));
    }

    private StepLine line(TimelineEntry entry) {
        return new StepLine(
                entry.step().wire(),
                labels.step(entry.step()),
                new Moment(entry.at()),
                entry.who().equals("vigil") ? null : entry.who(),
                what(entry),
                entry.who().equals("vigil") ? null : entry.why(),
                entry.details().get("alert"));
    }

    private @Nullable String what(TimelineEntry entry) {
        var details = entry.details();
        return switch (entry.step()) {
            case ASSIGNED, ACKNOWLEDGED -> arrow(details.get("assignee"));
            case CLOSED ->
                Verdict.of(Objects.requireNonNullElse(details.get("verdict"), ""))
                        .map(labels::verdict)
                        .orElse(null);
            case FINDING_JOINED, FINDING_REVISED -> {
                var count = details.get("count");
                yield count == null ? null : labels.alertTexts().eventsAll(Long.parseLong(count));
            }
            case NOTIFIED -> details.get("notifications");
            case NOTIFICATION_DEAD -> {
                var channel = details.get("channel");
                yield channel == null ? null : labels.channel(channel) + " " + details.getOrDefault("recipient", "");
            }
            case OPENED, STARTED, COMMENTED, CONTINUED -> null;
        };
    }

    private static @Nullable String arrow(@Nullable String name) {
        return name == null ? null : "→ " + name;
    }

    private DeliveryLine line(Delivery delivery) {
        var receipts = delivery.receipts();
        return new DeliveryLine(
                labels.channel(delivery.channel()),
                delivery.recipient(),
                delivery.state().wire(),
                labels.state(delivery),
                receipts.isEmpty() ? null : receipts.getLast().reply(),
                delivery.attempts(),
                new Moment(
                        receipts.isEmpty()
                                ? delivery.created()
                                : receipts.getLast().at()));
    }

    private Actions actions(AlertSummary alert, Account viewer, List<Account> assignable, Draft draft) {
        var may = viewer.mayAct();
        var open = alert.status() != AlertStatus.CLOSED;
        var assignee = draft.assignee().isEmpty() ? alert.assignee() : draft.assignee();
        return new Actions(
                may,
                may && alert.status() == AlertStatus.NEW,
                may && (alert.status() == AlertStatus.NEW || alert.status() == AlertStatus.ACKNOWLEDGED),
                may && open,
                assignable.stream()
                        .map(Account::name)
                        .map(name -> new Choice(name, name, name.equals(assignee)))
                        .toList(),
                Arrays.stream(Verdict.values())
                        .map(verdict -> new Choice(
                                verdict.wire(),
                                labels.verdict(verdict),
                                verdict.wire().equals(draft.verdict())))
                        .toList());
    }
}
