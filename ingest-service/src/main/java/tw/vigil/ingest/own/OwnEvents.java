package tw.vigil.ingest.own;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.publish.Batch;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.EventLog;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Writes events of product `vigil`, service `audit` to `vigil.events`, counted like all others. Nobody waits for them
/// except whoever passes a batch; while Kafka is away they wait in memory, and beyond [#MOST_WAITING] they are told
/// together with their exact count.
@ApplicationScoped
public class OwnEvents {
    /// Actor of what this service does of itself.
    public static final String ACTOR = "ingest-service";
    /// Component that all of them name.
    public static final String COMPONENT = "ingest";

    static final int MOST_WAITING = 1000;
    static final int MOST_KINDS = 200;

    private static final Logger LOG = Logger.getLogger(OwnEvents.class);
    private static final int MOST_AT_ONCE = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final EventLog log;
    private final Ledger ledger;
    private final ConfiguredSource source;
    private final Duration interval;
    private final BlockingQueue<OwnEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Tally tally = new Tally(MOST_KINDS);
    private volatile boolean stopping;
    private @Nullable Thread writer;

    OwnEvents(EventLog log, Ledger ledger, Sources sources, OwnConfig config) {
        this.log = log;
        this.ledger = ledger;
        interval = config.summaryInterval();
        ConfiguredSource own = sources.find(OwnEvent.SOURCE);
        if (own == null) {
            throw new IllegalStateException("the source " + OwnEvent.SOURCE + " is part of this service");
        }
        source = own;
    }

    /// An event of this service's own doing.
    ///
    /// @param details texts, numbers, booleans, lists and maps of these; never a secret nor a body
    public static OwnEvent event(String action, OwnEvent.Outcome outcome, Map<String, ?> details) {
        return OwnEvent.of(action, Instant.now(), ACTOR, COMPONENT, outcome, details);
    }

    /// Tells an event soon. Never waits.
    public void write(OwnEvent event) {
        if (!waiting.offer(event)) {
            tally.add(event);
        }
    }

    /// Tells an event together with what caused it: Kafka has both, or the sender is told to send again. Its id must
    /// be one that sending again gives again.
    public void write(Batch batch, OwnEvent event) throws KafkaUnavailableException {
        byte[] value = bytes(event);
        Instant received = Instant.now();
        var headers = new EventHeaders(
                event.id(),
                "//" + OwnEvent.PRODUCT + "/" + event.component(),
                EventHeaders.TYPE_PREFIX + OwnEvent.SOURCE,
                event.time(),
                event.subject(),
                OwnEvent.PRODUCT,
                OwnEvent.SERVICE,
                null,
                event.component(),
                null,
                null,
                received,
                source.id(),
                sha256(value));
        batch.event(event.id(), value, headers.toMap(), () -> ledger.accepted(source, event.time(), received));
    }

    /// Counts an occurrence of a kind that may come in floods. Each kind is told once per interval.
    public void count(OwnEvent occurrence) {
        tally.add(occurrence);
    }

    void start(@Observes StartupEvent started) {
        write(event("service.started", OwnEvent.Outcome.SUCCESS, Map.of()).about(ACTOR));
        writer = Thread.ofVirtual().name("own-events").start(this::writeUntilStopped);
    }

    void stop(@Observes ShutdownEvent stopped) {
        write(event("service.stopped", OwnEvent.Outcome.SUCCESS, Map.of()).about(ACTOR));
        stopping = true;
        Thread running = writer;
        if (running != null) {
            try {
                if (!running.join(STOP_TIMEOUT)) {
                    LOG.warnf("own events were not told before the stop waiting=%d", waiting.size());
                    running.interrupt();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeUntilStopped() {
        Instant due = Instant.now().plus(interval);
        var events = new ArrayList<OwnEvent>();
        try {
            while (!stopping || !waiting.isEmpty()) {
                OwnEvent next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    events.add(next);
                    waiting.drainTo(events, MOST_AT_ONCE);
                }
                if (stopping || !Instant.now().isBefore(due)) {
                    events.addAll(tally.take());
                    due = Instant.now().plus(interval);
                }
                writeUntilTaken(events);
                events.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilTaken(List<OwnEvent> events) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!events.isEmpty()) {
            try {
                Batch batch = log.open(Context.root());
                for (OwnEvent event : events) {
                    write(batch, event);
                }
                batch.await();
                return;
            } catch (BusyException | KafkaUnavailableException e) {
                LOG.debugf("own events not acknowledged, trying again cause=%s", e.toString());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private static byte[] bytes(OwnEvent event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an own event holds what is no JSON: " + event.action(), e);
        }
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
