package tw.vigil.alert.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.AlertBook;
import tw.vigil.alert.alerts.FindingLedger;
import tw.vigil.alert.alerts.FindingResult;
import tw.vigil.alert.intake.FindingReader.Result;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.DatabaseAway;
import tw.vigil.alert.storage.StatementRefused;
import tw.vigil.event.Finding;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.Topics;

/// Takes findings from Kafka. A record's offset is committed only after its transaction, or after the broker
/// has acknowledged its copy in quarantine. Bad input never stops the stream; a database that is away does,
/// until it is back.
@ApplicationScoped
class FindingsIntake {
    private static final Logger LOG = Logger.getLogger(FindingsIntake.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<ConsumerRecord<String, byte[]>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(ConsumerRecord<String, byte[]> carrier) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable ConsumerRecord<String, byte[]> carrier, String key) {
            Header header = carrier == null ? null : carrier.headers().lastHeader(key);
            return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    };

    private final FindingReader reader;
    private final Database database;
    private final AlertBook book;
    private final FindingLedger ledger;
    private final HeartbeatIntake heartbeats;
    private final Quarantine quarantine;
    private final IntakeState state;
    private final Tracer tracer;
    private final Timer latency;
    private final Clock clock;

    FindingsIntake(
            FindingReader reader,
            Database database,
            AlertBook book,
            FindingLedger ledger,
            HeartbeatIntake heartbeats,
            Quarantine quarantine,
            IntakeState state,
            Tracer tracer,
            MeterRegistry meters,
            Clock clock) {
        this.reader = reader;
        this.database = database;
        this.book = book;
        this.ledger = ledger;
        this.heartbeats = heartbeats;
        this.quarantine = quarantine;
        this.state = state;
        this.tracer = tracer;
        this.latency = Timer.builder("vigil.stage.latency")
                .tag("stage", "alert")
                .publishPercentileHistogram()
                .register(meters);
        this.clock = clock;
    }

    @Incoming("findings")
    @RunOnVirtualThread
    void take(ConsumerRecord<String, byte[]> received) throws InterruptedException {
        if (received.topic().equals(Topics.HEARTBEATS)) {
            beat(received);
            return;
        }
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), received, GETTER);
        Span span = tracer.spanBuilder("alert " + received.topic())
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        try (var _ = span.makeCurrent()) {
            switch (reader.read(received.value())) {
                case Result.Read(var finding) -> enter(received, finding);
                case Result.Rejected(var reason, var detail) -> reject(received, reason, detail);
            }
        } finally {
            span.end();
        }
    }

    private void beat(ConsumerRecord<String, byte[]> received) throws InterruptedException {
        Heartbeat beat;
        try {
            beat = heartbeats.read(received.value());
        } catch (IOException e) {
            LOG.debug("not a heartbeat", e);
            reject(received, "not_a_heartbeat", "a heartbeat as JSON is expected");
            return;
        }
        try {
            patiently(transaction -> heartbeats.store(transaction, beat));
        } catch (StatementRefused e) {
            rejectUnstorable(received, e);
        }
    }

    private void enter(ConsumerRecord<String, byte[]> received, Finding finding) throws InterruptedException {
        try {
            FindingResult result =
                    patiently(() -> database.call(transaction -> book.enter(transaction, finding, traceparent())));
            if (result != FindingResult.DUPLICATE) {
                latency.record(Duration.between(finding.times().received(), clock.instant()));
            }
        } catch (StatementRefused e) {
            rejectUnstorable(received, e);
        }
    }

    private void rejectUnstorable(ConsumerRecord<String, byte[]> received, StatementRefused cause)
            throws InterruptedException {
        LOG.warnf(
                cause,
                "a record cannot be stored topic=%s partition=%d offset=%d",
                received.topic(),
                received.partition(),
                received.offset());
        reject(received, "not_storable", "the database refuses a value of the record");
    }

    private void reject(ConsumerRecord<String, byte[]> received, String reason, String detail)
            throws InterruptedException {
        quarantine.put(received, reason, detail);
        patiently(transaction -> ledger.count(transaction, FindingResult.INVALID));
    }

    private void patiently(Database.Task task) throws InterruptedException {
        var _ = patiently(() -> {
            database.run(task);
            return true;
        });
    }

    private <R> R patiently(Supplier<R> step) throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                R result = step.get();
                state.databaseAnswers();
                return result;
            } catch (DatabaseAway e) {
                if (state.databaseIsAway()) {
                    LOG.warn("findings wait for the database", e);
                }
                Thread.sleep(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            }
        }
    }

    private static @Nullable String traceparent() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.get(TRACEPARENT);
    }
}
