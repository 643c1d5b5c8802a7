package tw.vigil.alert.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.Alert;
import tw.vigil.alert.alerts.AlertId;
import tw.vigil.alert.alerts.AlertSummary;
import tw.vigil.alert.alerts.Outgoing;
import tw.vigil.alert.alerts.TimelineEntry;
import tw.vigil.alert.routing.Unit;
import tw.vigil.alert.routing.Units;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Topics;

/// Stores messages beside the change that causes them; the [Dispatcher] is woken when the change is
/// committed.
@ApplicationScoped
class Outbox implements Outgoing {
    private static final int MAX_REASONS = 20;

    private final Units units;
    private final List<Channel> channels;
    private final ConsoleLinks links;
    private final AlertStepWriter steps;
    private final Wakeup wakeup;
    private final ObjectMapper json;
    private final Clock clock;

    Outbox(
            Units units,
            @All List<Channel> channels,
            ConsoleLinks links,
            AlertStepWriter steps,
            Wakeup wakeup,
            ObjectMapper json,
            Clock clock) {
        this.units = units;
        this.channels = channels;
        this.links = links;
        this.steps = steps;
        this.wakeup = wakeup;
        this.json = json;
        this.clock = clock;
    }

    private record Address(String channel, String recipient) {}

    @Override
    public void step(Transaction transaction, Alert alert, TimelineEntry entry) throws SQLException {
        var step = steps.step(alert, entry);
        store(
                transaction,
                alert,
                "step",
                new Address(StepChannel.NAME, Topics.ALERTS),
                step.metadata().uid(),
                write(step));
    }

    @Override
    public int notify(Transaction transaction, Alert alert, Occasion occasion, long newEvents) throws SQLException {
        var addresses = new LinkedHashSet<Address>();
        for (Unit unit : units(alert.summary())) {
            for (String name : unit.channels()) {
                channel(name)
                        .ifPresent(channel -> channel.recipients(unit)
                                .forEach(recipient -> addresses.add(new Address(name, recipient))));
            }
        }
        String kind = occasion.name().toLowerCase(Locale.ROOT);
        String payload = write(notification(alert, "alert." + kind, newEvents));
        for (Address address : addresses) {
            store(transaction, alert, kind, address, "msg_" + UUID.randomUUID(), payload);
        }
        return addresses.size();
    }

    private void store(
            Transaction transaction, Alert alert, String kind, Address address, String messageId, String payload)
            throws SQLException {
        long number = AlertId.number(alert.summary().id()).orElseThrow();
        Instant now = now();
        var _ = transaction.update(
                """
                INSERT INTO outbox (message_id, alert, kind, channel, recipient, payload, traceparent, received_at,
                    created_at, next_attempt_at)
                SELECT ?, number, ?, ?, ?, ?, coalesce(?, traceparent), received_at, ?, ? FROM alert WHERE number = ?
                """,
                messageId,
                kind,
                address.channel(),
                address.recipient(),
                payload,
                currentTrace(),
                now,
                now,
                number);
        transaction.afterCommit(() -> wakeup.wake(address.channel()));
    }

    private static @Nullable String currentTrace() {
        return Traces.current();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private List<Unit> units(AlertSummary alert) {
        var found = new ArrayList<Unit>();
        units.unit(alert.unit()).ifPresent(found::add);
        alert.copies().forEach(code -> units.unit(code).ifPresent(found::add));
        return found;
    }

    private Optional<Channel> channel(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }

    private Notification notification(Alert alert, String type, long newEvents) {
        AlertSummary summary = alert.summary();
        AlertSummary.Rule rule = summary.rule();
        return new Notification(
                type,
                now(),
                new Notification.Data(
                        summary.id(),
                        summary.status().wire(),
                        summary.level().wire(),
                        summary.unit(),
                        summary.copies(),
                        summary.title(),
                        summary.titleZh(),
                        new Notification.Rule(
                                rule.id(),
                                rule.key(),
                                rule.version(),
                                rule.playbook(),
                                rule.description(),
                                rule.descriptionZh()),
                        summary.clauses(),
                        summary.group(),
                        summary.entities(),
                        summary.count(),
                        newEvents,
                        summary.firstEvent(),
                        summary.lastEvent(),
                        summary.created(),
                        summary.linkedTo(),
                        links.alert(summary.id()),
                        alert.reasons().stream().limit(MAX_REASONS).toList(),
                        alert.findingIds(),
                        alert.events().stream()
                                .map(event -> new Notification.Event(
                                        event.id(), event.type(), event.time(), event.rawSha256()))
                                .toList()));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of our own cannot be written as JSON", e);
        }
    }
}
