package tw.vigil.ingest.intake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.QuarantineHeaders;
import tw.vigil.ingest.envelope.Origin;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.protect.ProtectedRecord;
import tw.vigil.ingest.protect.Protection;
import tw.vigil.ingest.publish.Batch;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.split.SplitLimits;

/// Puts the records of one delivery where they belong, and counts them. Used by one thread.
final class Filing {
    private static final String STAGE = "ingest";
    private static final int MOST_PROBLEMS = 20;
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_HEADER = 1024;
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._:-]{1,256}");

    private final ConfiguredSource source;
    private final Batch batch;
    private final Ledger ledger;
    private final Protection protection;
    private final SplitLimits limits;
    private final Map<String, String> hints;
    private @Nullable Map<String, String> safeHints;
    private final Instant received;
    private final MessageDigest sha256 = sha256();
    private final List<Receipt.Problem> problems = new ArrayList<>();
    private final List<String> controls = new ArrayList<>();
    private long accepted;
    private long quarantined;

    Filing(
            ConfiguredSource source,
            Batch batch,
            Ledger ledger,
            Protection protection,
            SplitLimits limits,
            Map<String, String> hints,
            Instant received) {
        this.source = source;
        this.batch = batch;
        this.ledger = ledger;
        this.protection = protection;
        this.limits = limits;
        this.hints = hints;
        this.received = received;
    }

    long filed() {
        return accepted + quarantined + controls.size();
    }

    /// Waits for Kafka.
    Receipt receipt(@Nullable String refused, @Nullable String contentSha256) throws KafkaUnavailableException {
        batch.await();
        controls.forEach(kind -> ledger.control(source, kind, received));
        return new Receipt(filed(), accepted, quarantined, controls.size(), problems, refused, contentSha256);
    }

    /// @param asReceived the bytes as the vendor wrote them
    /// @param event what is written: the same record, or the JSON event that a line became, without values
    /// @param audit read from the event, so that no header holds a value either
    void accept(byte[] asReceived, ProtectedRecord event, Reading.Audit audit, Origin origin)
            throws KafkaUnavailableException {
        String hash = HexFormat.of().formatHex(sha256.digest(asReceived));
        String id = audit.id() == null || audit.id().length() > LONGEST_ID ? hash : audit.id();
        String account = audit.account() != null ? audit.account() : origin.account();
        String authority = account != null && ACCOUNT.matcher(account).matches() ? account : "unknown";
        LogSource logSource = audit.logSource() != null ? audit.logSource() : source.logSource();
        var headers = new EventHeaders(
                id,
                "//" + source.source().product() + "/" + authority,
                EventHeaders.TYPE_PREFIX + source.source().type(),
                audit.time(),
                cut(audit.subject()),
                logSource.product(),
                logSource.service(),
                logSource.category(),
                cut(account),
                cut(audit.region() != null ? audit.region() : origin.region()),
                origin.delivered(),
                received,
                source.id(),
                hash);
        batch.event(id, event.bytes(), headers.toMap(), () -> ledger.accepted(source, audit.time(), received));
        protection.tell(batch, source.id(), hash, id, event);
        accepted++;
    }

    /// A message of the delivery about itself.
    void control(String kind) {
        controls.add(kind);
    }

    /// @param size of what is rejected where the bytes are only its beginning
    void quarantine(byte[] bytes, @Nullable Long size, String position, String reason, String detail)
            throws KafkaUnavailableException {
        boolean large = bytes.length > limits.recordBytes();
        byte[] kept = large ? Arrays.copyOf(bytes, Math.min(limits.keptBytes(), bytes.length)) : bytes;
        Long whole = large && size == null ? Long.valueOf(bytes.length) : size;
        String hash = HexFormat.of().formatHex(sha256.digest(kept));
        var headers =
                new QuarantineHeaders(reason, detail, STAGE, source.id(), position, received, hash, safeHints(), whole);
        ProtectedRecord safe = protection.bytes(kept, mostProtectedBytes());
        batch.quarantine(hash, safe.bytes(), headers.toMap(), () -> ledger.quarantined(source, reason, received));
        protection.tell(batch, source.id(), hash, null, safe);
        quarantined++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Receipt.Problem(position, reason, detail));
        }
    }

    /// Without values, also in their names, which a sender of Pub/Sub may choose.
    private Map<String, String> safeHints() {
        if (safeHints == null) {
            safeHints = hints.entrySet().stream()
                    .collect(Collectors.toMap(
                            hint -> protection.words(hint.getKey()), hint -> protection.words(hint.getValue())));
        }
        return safeHints;
    }

    /// How large a record may become by protection; one that is a single token takes a third more than its bytes.
    int mostProtectedBytes() {
        return limits.recordBytes() + limits.recordBytes() / 2;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
