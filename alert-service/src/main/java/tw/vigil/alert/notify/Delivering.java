package tw.vigil.alert.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import tw.vigil.alert.notify.Channel.Outcome;
import tw.vigil.alert.notify.OutboxRows.Claimed;
import tw.vigil.alert.storage.Database;

/// One attempt at one message, and what it means for the outbox.
@Startup // so that its metrics are exposed before anything is counted
@ApplicationScoped
class Delivering {
    private final Database database;
    private final OutboxRows outbox;
    private final Undelivered undelivered;
    private final Tracer tracer;
    private final MeterRegistry meters;
    private final Timer latency;
    private final Clock clock;
    private final NotifyConfig config;
    private final Backoff backoff;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Delivering(
            Database database,
            OutboxRows outbox,
            Undelivered undelivered,
            Tracer tracer,
            MeterRegistry meters,
            Clock clock,
            NotifyConfig config) {
        this.database = database;
        this.outbox = outbox;
        this.undelivered = undelivered;
        this.tracer = tracer;
        this.meters = meters;
        this.latency = Timer.builder("vigil.stage.latency")
                .tag("stage", "notify")
                .publishPercentileHistogram()
                .register(meters);
        this.clock = clock;
        this.config = config;
        this.backoff = new Backoff(config.firstRetry(), config.longestRetry());
    }

    /// What an attempt gave, with what the receipt needs.
    record Attempt(Outcome outcome, Instant at, long millis) {}

    Attempt send(Channel channel, Claimed claimed) throws InterruptedException {
        Span span = tracer.spanBuilder("notify " + channel.name())
                .setParent(Traces.context(claimed.traceparent()))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("vigil.alert.id", claimed.alertId())
                .setAttribute("vigil.notify.attempt", claimed.attempt())
                .startSpan();
        try (var _ = span.makeCurrent()) {
            long start = System.nanoTime();
            Outcome outcome = channel.send(new Channel.Message(
                    claimed.messageId(),
                    claimed.alertId(),
                    claimed.recipient(),
                    claimed.payload(),
                    claimed.created(),
                    Traces.current()));
            if (outcome instanceof Outcome.Failed(var reply)) {
                span.setStatus(StatusCode.ERROR, reply);
            }
            return new Attempt(
                    outcome, now(), Duration.ofNanos(System.nanoTime() - start).toMillis());
        } finally {
            span.end();
        }
    }

    /// Stores the receipt and where the message stands now, in one transaction.
    void settle(Channel channel, Claimed claimed, Attempt attempt) {
        database.run(transaction -> {
            boolean ok = attempt.outcome() instanceof Outcome.Delivered;
            String reply = attempt.outcome().reply();
            outbox.receipt(transaction, claimed, attempt.at(), ok, reply, attempt.millis());
            String result;
            if (ok) {
                boolean first = outbox.delivered(transaction, claimed, attempt.at())
                        && !claimed.kind().equals("step")
                        && outbox.firstOfAlert(transaction, claimed);
                if (first) {
                    transaction.afterCommit(() -> latency.record(Duration.between(claimed.received(), attempt.at())));
                }
                result = "delivered";
            } else if (channel.mayDie() && tooOld(claimed, attempt.at())) {
                if (outbox.dead(transaction, claimed, attempt.at())) {
                    undelivered.report(transaction, channel.name(), claimed, reply, attempt.at());
                }
                result = "dead";
            } else {
                var _ = outbox.retry(transaction, claimed, attempt.at().plus(backoff.after(claimed.attempt(), random)));
                result = "failed";
            }
            transaction.afterCommit(
                    () -> meters.counter("vigil.notifications", "channel", channel.name(), "result", result)
                            .increment());
        });
    }

    private boolean tooOld(Claimed claimed, Instant now) {
        return !claimed.created().plus(config.maxAge()).isAfter(now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
