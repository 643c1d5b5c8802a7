package tw.vigil.ingest.watch;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Takes in the files that appear in the watched folders, one after the other. Who may write there is the file system's
/// business. A file is moved after Kafka has acknowledged it: after a crash it is read again, which the keys make
/// harmless.
@ApplicationScoped
class WatchedFolders {
    private static final Logger LOG = Logger.getLogger(WatchedFolders.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final WatchConfig config;
    private final Sources sources;
    private final Intake intake;
    private final Ledger ledger;
    private final Tracer tracer;
    private volatile boolean stopping;
    private @Nullable Thread watcher;

    WatchedFolders(WatchConfig config, Sources sources, Intake intake, Ledger ledger, Tracer tracer) {
        this.config = config;
        this.sources = sources;
        this.intake = intake;
        this.ledger = ledger;
        this.tracer = tracer;
    }

    void start(@Observes StartupEvent event) {
        config.watchDir()
                .ifPresent(root ->
                        watcher = Thread.ofVirtual().name("watched-folders").start(() -> watch(root)));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
            try {
                running.join(STOP_TIMEOUT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch(Path root) {
        Map<ConfiguredSource, Inbox> inboxes = new TreeMap<>(Comparator.comparing(ConfiguredSource::id));
        sources.all()
                .forEach(source -> inboxes.put(
                        source,
                        new Inbox(root.resolve(source.id()), config.watch().settle())));
        LOG.infof("watching folders root=%s sources=%d", root, inboxes.size());
        while (!stopping) {
            inboxes.forEach(this::lookThrough);
            try {
                Thread.sleep(config.watch().interval());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void lookThrough(ConfiguredSource source, Inbox inbox) {
        try {
            inbox.open();
            for (Path file : inbox.complete(Instant.now())) {
                if (stopping) {
                    return;
                }
                take(source, inbox, file);
            }
        } catch (BusyException | KafkaUnavailableException e) {
            ledger.request(source.id(), e instanceof BusyException ? Outcome.BUSY : Outcome.KAFKA_UNAVAILABLE);
            LOG.warnf("file not acknowledged, trying again sourceName=%s cause=%s", source.id(), e.toString());
        } catch (IOException e) {
            LOG.errorf("watched folder cannot be used sourceName=%s cause=%s", source.id(), e.toString());
        }
    }

    private void take(ConfiguredSource source, Inbox inbox, Path file)
            throws IOException, BusyException, KafkaUnavailableException {
        Span span = tracer.spanBuilder("file " + source.id())
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("vigil.source", source.id())
                .startSpan();
        try {
            Receipt receipt = read(source, file, Context.current().with(span));
            span.setAttribute("vigil.received", receipt.received());
            file(source, inbox, file, receipt);
        } catch (NoSuchFileException _) {
            LOG.debugf("file went away sourceName=%s", source.id());
        } catch (IOException e) {
            span.setStatus(StatusCode.ERROR, "file cannot be read");
            LOG.errorf("file cannot be read sourceName=%s file=%s cause=%s", source.id(), file.getFileName(), e);
            inbox.failed(file, "The file cannot be read: " + e.getClass().getSimpleName() + ".\n");
        } catch (KafkaUnavailableException e) {
            span.setStatus(StatusCode.ERROR, "Kafka does not acknowledge");
            throw e;
        } finally {
            span.end();
        }
    }

    private Receipt read(ConfiguredSource source, Path file, Context trace)
            throws IOException, BusyException, KafkaUnavailableException {
        try (var in = Files.newInputStream(file)) {
            return intake.take(source, in, Inbox.holdsLines(file) ? Format.LINES : Format.ANY, null, trace);
        }
    }

    private void file(ConfiguredSource source, Inbox inbox, Path file, Receipt receipt) throws IOException {
        boolean unreadable = receipt.refused() != null || (receipt.accepted() == 0 && receipt.quarantined() > 0);
        if (unreadable) {
            inbox.failed(file, reason(receipt));
        } else {
            inbox.done(file);
        }
        ledger.request(source.id(), receipt.refused() == null ? Outcome.TAKEN : Outcome.TOO_LARGE);
        LOG.infof(
                "file taken sourceName=%s file=%s accepted=%d quarantined=%d readable=%s",
                source.id(), file.getFileName(), receipt.accepted(), receipt.quarantined(), !unreadable);
    }

    private static String reason(Receipt receipt) {
        String head = receipt.refused() == null
                ? "No record in this file could be accepted; all are in quarantine."
                : "Not read to its end: " + receipt.refused() + ".";
        String counts = "accepted " + receipt.accepted() + ", quarantined " + receipt.quarantined();
        return receipt.problems().stream()
                .map(problem -> problem.position() + ": " + problem.reason() + ": " + problem.detail())
                .collect(Collectors.joining("\n", head + "\n" + counts + "\n", "\n"));
    }
}
