package tw.vigil.ingest.protect;

import com.google.re2j.Pattern;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.publish.Batch;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// Keeps customer data and secrets out of Kafka: replaces them in records, tells of them in own events. Without keys
/// the
/// service does not start, unless protection is off by its configuration.
@Startup
@ApplicationScoped
public class Protection {
    /// Action of the event of a record in which something was found.
    public static final String PROTECTED = "customer_data.protected";
    /// Action of the event of a start without protection.
    public static final String OFF = "customer_data.unprotected";

    private static final Logger LOG = Logger.getLogger(Protection.class);
    private static final int MOST_TOLD = 50;

    private final OwnEvents events;
    private final MeterRegistry registry;
    private final @Nullable Protector protector;
    private final @Nullable ValueTokens tokens;

    Protection(ProtectConfig config, OwnEvents events, MeterRegistry registry) {
        this.events = events;
        this.registry = registry;
        for (Kind kind : Kind.values()) {
            counter(kind);
        }
        if (config.mode() == ProtectConfig.Mode.OFF) {
            protector = null;
            tokens = null;
            LOG.warn("customer data in records is not protected: vigil.ingest.protect.mode is off");
            events.write(
                    OwnEvents.event(OFF, OwnEvent.Outcome.SUCCESS, Map.of()).about(OwnEvents.ACTOR));
            return;
        }
        Keys keys = keys(config);
        tokens = new ValueTokens(keys.values());
        protector = protector(config, tokens, new Fingerprints(keys.fingerprints()));
    }

    /// @param json one JSON object, checked before
    public ProtectedRecord json(byte[] json) {
        return protector == null ? new ProtectedRecord(json, List.of()) : protector.json(json);
    }

    /// Bytes of any form; where they would grow beyond a size, all of them as one token.
    public ProtectedRecord bytes(byte[] bytes, long most) {
        if (protector == null) {
            return new ProtectedRecord(bytes, List.of());
        }
        ProtectedRecord done = protector.text(bytes);
        return !done.changed() || done.bytes().length <= most
                ? done
                : new ProtectedRecord(
                        protector.whole(bytes, done.found().getFirst().kind()), done.found());
    }

    /// A person's words, without values.
    public String words(String text) {
        return new String(
                bytes(text.getBytes(StandardCharsets.UTF_8), Long.MAX_VALUE).bytes(), StandardCharsets.UTF_8);
    }

    /// What a token stands for, or null when it is none of ours.
    public ValueTokens.@Nullable Revealed reveal(String token) {
        return tokens == null ? null : tokens.reveal(token);
    }

    /// Tells what was found in a record, if anything was, in the record's batch.
    ///
    /// @param rawSha256 of the record as it came
    /// @param eventId of the record in `vigil.events`; null of one in quarantine
    public void tell(Batch batch, String sourceId, String rawSha256, @Nullable String eventId, ProtectedRecord record)
            throws KafkaUnavailableException {
        if (!record.changed()) {
            return;
        }
        List<Found> found = record.found();
        var details = new TreeMap<String, Object>();
        details.put("topic", eventId == null ? "quarantine" : "events");
        if (eventId != null) {
            details.put("event_id", eventId);
        }
        details.put("raw_sha256", rawSha256);
        details.put(
                "kinds", distinct(found.stream().map(one -> one.kind().label()).toList()));
        details.put(
                "paths",
                distinct(found.stream().limit(MOST_TOLD).map(Found::path).toList()));
        details.put(
                "fingerprints",
                distinct(found.stream().limit(MOST_TOLD).map(Found::fingerprint).toList()));
        details.put("confidence", highest(found).label());
        details.put(
                "found", found.stream().limit(MOST_TOLD).map(Protection::told).toList());
        events.write(
                batch,
                OwnEvents.event(PROTECTED, OwnEvent.Outcome.SUCCESS, details)
                        .identifiedBy(PROTECTED, sourceId, rawSha256)
                        .about(sourceId)
                        .times(found.size()));
        found.forEach(one -> counter(one.kind()).increment());
    }

    private Counter counter(Kind kind) {
        return Counter.builder("vigil.protected.values")
                .description("Values that were replaced in records")
                .tag("kind", kind.label())
                .register(registry);
    }

    private static Map<String, String> told(Found found) {
        return new TreeMap<>(Map.of(
                "kind", found.kind().label(),
                "path", found.path(),
                "confidence", found.confidence().label(),
                "masked", found.masked(),
                "fingerprint", found.fingerprint()));
    }

    private static List<String> distinct(List<String> all) {
        return all.stream().distinct().sorted().toList();
    }

    private static Confidence highest(List<Found> found) {
        return found.stream().map(Found::confidence).max(Confidence::compareTo).orElseThrow();
    }

    private static Keys keys(ProtectConfig config) {
        Path folder = config.keysDir()
                .orElseThrow(() -> new IllegalStateException("customer data cannot be protected: set"
                        + " vigil.ingest.protect.keys-dir to the folder of its keysets, or, to let it into Kafka"
                        + " as it comes, vigil.ingest.protect.mode to off"));
        try {
            if (config.createKeys()) {
                Keys.makeMissing(folder);
            }
            return Keys.in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("customer data cannot be protected: " + e.getMessage(), e);
        }
    }

    private static Protector protector(ProtectConfig config, ValueTokens tokens, Fingerprints fingerprints) {
        List<Pattern> accounts = config.accounts().orElse(List.of()).stream()
                .map(Pattern::compile)
                .toList();
        Set<String> domains = config.orgDomains().orElse(Set.of()).stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Protector(
                new Suspicion(accounts),
                Detectors.all(domains, accounts),
                tokens,
                fingerprints,
                config.benign().orElse(Set.of()));
    }
}
