package tw.vigil.ingest.transport;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.intake.Arrival;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;

/// One configured way in. It keeps bytes in hand until Kafka has acknowledged them: whoever delivers may tell the other
/// side so when [#deliver] returns, and needs nothing else to lose nothing. Thread-safe.
public final class Feed {
    private static final Logger LOG = Logger.getLogger(Feed.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final FeedMeters meters;
    private final Intake intake;
    private final Ledger ledger;
    private final Tracer tracer;

    Feed(FeedMeters meters, Intake intake, Ledger ledger, Tracer tracer) {
        this.meters = meters;
        this.intake = intake;
        this.ledger = ledger;
        this.tracer = tracer;
    }

    /// Bytes that can be read from their start as often as needed.
    @FunctionalInterface
    public interface Rereadable {
        InputStream open() throws IOException;
    }

    /// Something that ends in Kafka.
    @FunctionalInterface
    public interface Step<R> {
        R run() throws IOException, BusyException, KafkaUnavailableException;
    }

    /// What the bytes are.
    ///
    /// @param recordField field that holds the record where a shipper wrapped each one
    /// @param hints what the transport says beside the bytes; see [tw.vigil.ingest.record.JsonRecord#hint]
    /// @param limits of one delivery; null: those of a request over HTTP
    public record Content(
            ConfiguredSource source,
            Format format,
            @Nullable String recordField,
            Map<String, String> hints,
            @Nullable BodyLimits limits) {
        public Content {
            hints = Map.copyOf(hints);
        }
    }

    /// Returns when Kafka has acknowledged all of it, be that after minutes: while Kafka is away the bytes are read
    /// again and again, with pauses. A receipt that says `refused` was cut by the limits.
    ///
    /// @param parent the span that caused it, or the root context
    /// @throws IOException when the bytes cannot be read; what was read before may have been taken
    /// @throws InterruptedException when the service stops
    public Receipt deliver(Content content, Rereadable bytes, Context parent) throws IOException, InterruptedException {
        String source = content.source().id();
        Receipt receipt = untilAcknowledged(source, () -> deliverOnce(content, bytes, parent));
        boolean whole = receipt.refused() == null;
        count(whole ? FeedOutcome.TAKEN : FeedOutcome.TOO_LARGE);
        ledger.request(source, whole ? Outcome.TAKEN : Outcome.TOO_LARGE);
        return receipt;
    }

    /// Does a step that ends in Kafka, again and again with pauses while Kafka is away.
    ///
    /// @throws InterruptedException when the service stops
    public <R> R untilAcknowledged(String sourceId, Step<R> step) throws IOException, InterruptedException {
        var backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        boolean told = false;
        while (true) {
            try {
                return step.run();
            } catch (BusyException _) {
                count(FeedOutcome.BUSY);
                ledger.request(sourceId, Outcome.BUSY);
            } catch (KafkaUnavailableException e) {
                count(FeedOutcome.KAFKA_UNAVAILABLE);
                ledger.request(sourceId, Outcome.KAFKA_UNAVAILABLE);
                if (!told && !Thread.currentThread().isInterrupted()) {
                    told = true;
                    LOG.warnf(
                            "not acknowledged, kept and tried again channel=%s/%s cause=%s",
                            meters.transport(), meters.feed(), e);
                }
            }
            await(backoff);
        }
    }

    public void count(FeedOutcome outcome) {
        count(outcome, 1);
    }

    public void count(FeedOutcome outcome, long number) {
        meters.count(outcome, number);
    }

    public String name() {
        return meters.feed();
    }

    private void await(Backoff backoff) throws InterruptedException {
        meters.waiting().incrementAndGet();
        try {
            backoff.pause();
        } finally {
            meters.waiting().decrementAndGet();
        }
    }

    private Receipt deliverOnce(Content content, Rereadable bytes, Context parent)
            throws IOException, BusyException, KafkaUnavailableException {
        Span span = tracer.spanBuilder(
                        meters.transport() + " " + content.source().id())
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("vigil.source", content.source().id())
                .setAttribute("vigil.feed", meters.feed())
                .startSpan();
        try (InputStream in = bytes.open()) {
            Receipt receipt = take(content, in, parent.with(span));
            span.setAttribute("vigil.received", receipt.received());
            return receipt;
        } catch (IOException | BusyException | KafkaUnavailableException e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    private Receipt take(Content content, InputStream in, Context trace)
            throws IOException, BusyException, KafkaUnavailableException {
        var arrival = Arrival.of(content.format(), trace)
                .inField(content.recordField())
                .with(content.hints());
        BodyLimits limits = content.limits();
        return limits == null
                ? intake.take(content.source(), in, arrival)
                : intake.take(content.source(), in, arrival, limits);
    }
}
