package tw.vigil.ingest.digest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.publish.KeptTopics;
import tw.vigil.ingest.publish.TopicFollower;

/// Writes what the transports tell to `vigil.trails`, of one partition, and judges it in the order in which it lies
/// there: every instance sees the same, and a restart sees it again. A finding is told as an event first and noted as
/// told afterwards, so that a crash in between tells it twice under one identity and never loses it.
@ApplicationScoped
class TrailJournal implements TrailIntegrity {
    /// Below what the topic takes, with room for headers. More log files than about 38,000 in one digest do not fit.
    static final int LARGEST_CONTENT = 1_900_000;

    private static final Logger LOG = Logger.getLogger(TrailJournal.class);
    private static final String LOG_FILE = "log/";
    private static final String DIGEST = "digest/";
    private static final String TOLD = "told/";
    private static final String SOURCE = "vigil_sourceid";
    private static final String SIGNATURE = "vigil_signature";
    private static final int MOST_AT_ONCE = 200;

    private final KeptTopics topics;
    private final TrailReports reports;
    private final TrailMetrics metrics;
    private final DigestChains chains;
    private final Map<String, TrailFinding> untold = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private @Nullable TopicFollower follower;

    TrailJournal(KeptTopics topics, TrailReports reports, TrailMetrics metrics, DigestConfig config) {
        this.topics = topics;
        this.reports = reports;
        this.metrics = metrics;
        PublicKeys keys = config.publicKeysDir()
                .<PublicKeys>map(folder -> new LoggedKeys(new KeyFiles(folder)))
                .orElse(_ -> null);
        chains = new DigestChains(keys, config.patience(), config.remembered());
    }

    void start(@Observes StartupEvent event) {
        follower = topics.follow(Topics.TRAILS, new TopicFollower.Listener() {
            @Override
            public void take(ConsumerRecord<String, byte @Nullable []> record) {
                apply(record);
            }

            @Override
            public void upToDate() {
                judge(Instant.now());
            }
        });
    }

    void stop(@Observes ShutdownEvent event) {
        if (follower != null) {
            follower.close();
        }
    }

    @Override
    public void logFile(TrailObject file, String contentSha256) throws KafkaUnavailableException {
        write(LOG_FILE + file.path(), contentSha256.getBytes(StandardCharsets.US_ASCII), file.sourceId(), null);
    }

    @Override
    public void digest(TrailObject digest, byte[] content, @Nullable String signature)
            throws KafkaUnavailableException {
        byte[] kept = compressed(content);
        if (kept.length > LARGEST_CONTENT) {
            // Its beginning is no valid gzip: it becomes a finding like any digest that cannot be read.
            kept = Arrays.copyOf(kept, LARGEST_CONTENT);
        }
        write(DIGEST + digest.path(), kept, digest.sourceId(), signature);
    }

    private void write(String key, byte[] value, String sourceId, @Nullable String signature)
            throws KafkaUnavailableException {
        var record = new ProducerRecord<String, byte @Nullable []>(Topics.TRAILS, key, value);
        record.headers().add(SOURCE, sourceId.getBytes(StandardCharsets.UTF_8));
        if (signature != null) {
            record.headers().add(SIGNATURE, signature.getBytes(StandardCharsets.UTF_8));
        }
        topics.write(record);
    }

    private void apply(ConsumerRecord<String, byte @Nullable []> record) {
        String key = record.key();
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        if (key.startsWith(TOLD)) {
            told.add(key.substring(TOLD.length()));
            return;
        }
        String sourceId = header(record, SOURCE);
        String path = key.substring(key.indexOf('/') + 1);
        int bucketEnd = path.indexOf('/');
        if (sourceId == null || bucketEnd < 0) {
            LOG.warnf("record is none of ours topic=%s offset=%d", record.topic(), record.offset());
            return;
        }
        var object = new TrailObject(sourceId, path.substring(0, bucketEnd), path.substring(bucketEnd + 1));
        if (key.startsWith(LOG_FILE)) {
            found(chains.logFile(object, new String(value, StandardCharsets.US_ASCII)));
        } else {
            found(chains.digest(object, value, header(record, SIGNATURE), Instant.ofEpochMilli(record.timestamp())));
        }
    }

    /// Everything that is on the topic has been applied.
    private void judge(Instant now) {
        found(chains.missing(now));
        untold.keySet().removeIf(told::contains);
        try {
            tell();
        } catch (BusyException | KafkaUnavailableException e) {
            LOG.warnf("findings on trails wait to be told waiting=%d cause=%s", untold.size(), e.toString());
        }
        metrics.show(chains, untold.size());
    }

    private void tell() throws BusyException, KafkaUnavailableException {
        while (!untold.isEmpty()) {
            var next = untold.values().stream().limit(MOST_AT_ONCE).toList();
            reports.tell(next);
            for (TrailFinding finding : next) {
                topics.write(
                        new ProducerRecord<String, byte @Nullable []>(Topics.TRAILS, TOLD + finding.id(), new byte[0]));
                untold.remove(finding.id());
                told.add(finding.id());
                metrics.found(finding.kind());
                LOG.errorf(
                        "trail is not proven sourceId=%s reason=%s path=%s",
                        finding.sourceId(), finding.kind().label(), finding.path());
            }
        }
    }

    private void found(Collection<TrailFinding> findings) {
        findings.forEach(finding -> untold.put(finding.id(), finding));
    }

    private static @Nullable String header(ConsumerRecord<String, byte @Nullable []> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] compressed(byte[] content) {
        if (content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b) {
            return content;
        }
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
