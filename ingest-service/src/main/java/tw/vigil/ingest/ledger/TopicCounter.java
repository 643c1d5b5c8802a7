package tw.vigil.ingest.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps the ledger: counts what lies on `vigil.events` and `vigil.quarantine`, each partition by one instance.
@ApplicationScoped
class TopicCounter {
    /// Consumer group of all instances; its committed offsets say how far the ledger has counted.
    static final String GROUP = "vigil-ingest-ledger";

    private static final Logger LOG = Logger.getLogger(TopicCounter.class);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> connection;
    private final LedgerConfig config;
    private final CountingMetrics metrics;
    private final Probes probes;
    private volatile boolean stopping;
    private volatile @Nullable CountingRun run;
    private @Nullable Thread thread;

    TopicCounter(
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            LedgerConfig config,
            CountingMetrics metrics,
            Ledger ledger) {
        this.connection = connection;
        this.config = config;
        this.metrics = metrics;
        probes = new Probes(ledger.accounts());
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().daemon().name("ledger").start(this::countUntilStopped);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        var running = run;
        if (running != null) {
            running.wakeup();
        }
        if (thread != null) {
            try {
                thread.join(STOP_TIMEOUT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void countUntilStopped() {
        while (!stopping) {
            try (var opened = new CountingRun(connection, config, metrics, probes)) {
                run = opened;
                opened.open();
                while (!stopping) {
                    opened.step();
                }
                opened.flush();
            } catch (KafkaException e) {
                // Whatever was not committed is counted again from the topics.
                LOG.warnf("the ledger cannot be kept, trying again cause=%s", e.toString());
                rest();
            } catch (RuntimeException e) {
                LOG.error("the ledger cannot be kept, trying again", e);
                rest();
            } finally {
                run = null;
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(REST);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
