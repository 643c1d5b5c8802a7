package tw.vigil.ingest.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.QuarantineHeaders;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.publish.Batch;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.record.ReadResult;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.split.RecordSplitter;
import tw.vigil.ingest.split.Slice;
import tw.vigil.ingest.split.SplitLimits;

/// One request or file while it is being taken in. Used by one thread.
final class Delivery {
    private static final String STAGE = "ingest";
    private static final int MOST_PROBLEMS = 20;
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_HEADER = 1024;
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._:-]{1,256}");
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private final ConfiguredSource source;
    private final @Nullable String recordField;
    private final Map<String, String> hints;
    private final Batch batch;
    private final Ledger ledger;
    private final JsonRecord.Reader reader;
    private final SplitLimits limits;
    private final Instant received;
    private final Set<String> paths;
    private final MessageDigest sha256 = sha256();
    private final List<Receipt.Problem> problems = new ArrayList<>();
    private long accepted;
    private long quarantined;
    private boolean truncated;

    Delivery(
            ConfiguredSource source,
            @Nullable String recordField,
            Map<String, String> hints,
            Batch batch,
            Ledger ledger,
            JsonRecord.Reader reader,
            SplitLimits limits,
            Instant received) {
        this.source = source;
        this.recordField = recordField;
        this.hints = Map.copyOf(hints);
        this.batch = batch;
        this.ledger = ledger;
        this.reader = reader;
        this.limits = limits;
        this.received = received;
        paths = new HashSet<>(source.source().fields());
        paths.add(DATA_BASE64);
        if (recordField != null) {
            paths.add(recordField);
        }
    }

    void take(InputStream in, Format format) throws IOException, KafkaUnavailableException {
        take(in, format, recordField, "");
    }

    /// The input could not be read to its end. Where that cut a record in two, it has been said already.
    void damaged(String detail) throws KafkaUnavailableException {
        if (!truncated) {
            quarantine(new byte[0], null, "end of the input", Ledger.DAMAGED_GZIP, detail + "; send it again in full");
        }
    }

    /// Waits for Kafka.
    Receipt receipt(@Nullable String refused, @Nullable String contentSha256) throws KafkaUnavailableException {
        batch.await();
        return new Receipt(accepted + quarantined, accepted, quarantined, problems, refused, contentSha256);
    }

    private void take(InputStream in, Format format, @Nullable String wrapper, String within)
            throws IOException, KafkaUnavailableException {
        var splitter = new RecordSplitter(in, source.source().batchFields(), limits, format == Format.LINES);
        for (Slice slice = splitter.next(); slice != null; slice = splitter.next()) {
            String position = within + slice.position();
            switch (slice) {
                case Slice.Whole whole -> whole(whole, position, format, wrapper);
                case Slice.Broken broken -> {
                    truncated |= broken.reason().equals(RecordSplitter.TRUNCATED);
                    Long size = broken.size() > broken.bytes().length ? broken.size() : null;
                    quarantine(broken.bytes(), size, position, broken.reason(), broken.detail());
                }
            }
        }
    }

    private void whole(Slice.Whole slice, String position, Format format, @Nullable String wrapper)
            throws IOException, KafkaUnavailableException {
        switch (reader.read(slice.bytes(), paths, hints)) {
            case ReadResult.Malformed(var reason, var detail) ->
                quarantine(slice.bytes(), null, position, reason, detail);
            case ReadResult.Read(var record) -> {
                if (format == Format.CLOUD_EVENTS) {
                    unwrap(record, cloudEventData(record), wrapper, position);
                    return;
                }
                if (wrapper != null) {
                    unwrap(record, record.object(wrapper), null, position);
                    return;
                }
                String envelope = source.source().envelopeField(record);
                if (envelope == null) {
                    judge(record, slice.batched(), position);
                } else {
                    unwrap(record, record.object(envelope), null, position);
                }
            }
        }
    }

    private static byte @Nullable [] cloudEventData(JsonRecord event) {
        String base64 = event.text(DATA_BASE64);
        if (base64 == null) {
            return event.object(DATA);
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void unwrap(JsonRecord envelope, byte @Nullable [] content, @Nullable String wrapper, String position)
            throws IOException, KafkaUnavailableException {
        if (content == null) {
            quarantine(
                    envelope.bytes(),
                    null,
                    position,
                    Ledger.EMPTY_ENVELOPE,
                    "the envelope holds no record; accepted is an object in data (CloudEvents), base64 of one in"
                            + " data_base64, an object in detail (EventBridge), or one in the field that record-field names");
            return;
        }
        take(new ByteArrayInputStream(content), Format.ANY, wrapper, position + ", in its envelope, ");
    }

    private void judge(JsonRecord record, boolean batched, String position) throws KafkaUnavailableException {
        switch (source.source().read(record, batched, source)) {
            case Reading.Rejected(var reason, var detail) -> quarantine(record.bytes(), null, position, reason, detail);
            case Reading.Audit audit -> accept(record.bytes(), audit);
        }
    }

    private void accept(byte[] bytes, Reading.Audit audit) throws KafkaUnavailableException {
        String hash = HexFormat.of().formatHex(sha256.digest(bytes));
        String id = audit.id() == null || audit.id().length() > LONGEST_ID ? hash : audit.id();
        String account = audit.account();
        String authority = account != null && ACCOUNT.matcher(account).matches() ? account : "unknown";
        var kind = source.source();
        var headers = new EventHeaders(
                id,
                "//" + kind.product() + "/" + authority,
                EventHeaders.TYPE_PREFIX + kind.type(),
                audit.time(),
                cut(audit.subject()),
                kind.product(),
                kind.service(),
                kind.category(),
                cut(account),
                cut(audit.region()),
                null,
                received,
                source.id(),
                hash);
        batch.event(id, bytes, headers.toMap(), () -> ledger.accepted(source, audit.time(), received));
        accepted++;
    }

    private void quarantine(byte[] bytes, @Nullable Long size, String position, String reason, String detail)
            throws KafkaUnavailableException {
        String hash = HexFormat.of().formatHex(sha256.digest(bytes));
        var headers = new QuarantineHeaders(reason, detail, STAGE, source.id(), position, received, hash, size);
        batch.quarantine(hash, bytes, headers.toMap(), () -> ledger.quarantined(source, reason, received));
        quarantined++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Receipt.Problem(position, reason, detail));
        }
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
