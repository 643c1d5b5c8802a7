package tw.vigil.ingest.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.Body;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.envelope.ControlText;
import tw.vigil.ingest.envelope.Envelopes;
import tw.vigil.ingest.envelope.Opened;
import tw.vigil.ingest.envelope.Origin;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.protect.ProtectedRecord;
import tw.vigil.ingest.protect.Protection;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.record.Paths;
import tw.vigil.ingest.record.ReadResult;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LineSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.split.RecordSplitter;
import tw.vigil.ingest.split.Slice;
import tw.vigil.ingest.split.SplitLimits;

/// One request or file while it is being taken in: cut into pieces, each of them a record, or an envelope around
/// more. Used by one thread.
final class Delivery {
    private static final String ACCEPTED_IN_FIELD = "an object, array or text in the field that record-field names";
    private static final String EMPTY_BATCH = "empty_batch";

    private final ConfiguredSource source;
    private final Told told;
    private final Filing filing;
    private final Settings settings;
    private final Paths paths;
    private final Set<String> batchFields;
    private long unzippedBudget;
    private boolean truncated;

    /// What the transport tells of a delivery.
    ///
    /// @param recordField the field in which each record lies, or null
    /// @param hints see [JsonRecord#hint]
    record Told(@Nullable String recordField, Map<String, String> hints, Instant received) {}

    /// What is the same for all deliveries.
    ///
    /// @param pieces bounds of one piece of the input
    /// @param record bounds of one record
    /// @param body bounds of what is compressed
    record Settings(
            Envelopes envelopes,
            WantedPaths paths,
            Protection protection,
            JsonRecord.Reader reader,
            SplitLimits pieces,
            SplitLimits record,
            BodyLimits body) {}

    /// Where a piece lies.
    ///
    /// @param within what its position is preceded by
    /// @param depth how many envelopes lie around it
    /// @param origin what they said
    /// @param wrapper the field in which each record still lies, or null
    private record Place(
            String within,
            int depth,
            Origin origin,
            @Nullable String wrapper) {
        Place inside(String position, String name, Origin inner, @Nullable String wrapper) {
            return new Place(position + ", in its " + name + ", ", depth + 1, inner.within(origin), wrapper);
        }
    }

    Delivery(ConfiguredSource source, Told told, Filing filing, Settings settings) {
        this.source = source;
        this.told = told;
        this.filing = filing;
        this.settings = settings;
        unzippedBudget = settings.body().unzippedBytes();
        paths = settings.paths().of(source.source(), told.recordField());
        batchFields = new HashSet<>(source.source().batchFields());
        batchFields.addAll(Envelopes.BATCH_FIELDS);
    }

    void take(InputStream in, Format format) throws IOException, KafkaUnavailableException {
        take(in, format == Format.LINES, new Place("", 0, Origin.UNKNOWN, told.recordField()));
    }

    /// The input could not be read to its end. Where that cut a record in two, it has been said already.
    void damaged(String detail) throws KafkaUnavailableException {
        if (!truncated) {
            filing.quarantine(
                    new byte[0], null, "end of the input", Ledger.DAMAGED_GZIP, detail + "; send it again in full");
        }
    }

    private void take(InputStream in, boolean lines, Place place) throws IOException, KafkaUnavailableException {
        boolean text = source.source() instanceof LineSource;
        var splitter = new RecordSplitter(in, batchFields, settings.pieces(), lines, text);
        for (Slice slice = splitter.next(); slice != null; slice = splitter.next()) {
            String position = place.within() + slice.position();
            switch (slice) {
                case Slice.Whole whole -> whole(whole, position, place);
                case Slice.Line line -> line(line.bytes(), position, place);
                case Slice.Broken broken -> broken(broken, position);
            }
        }
    }

    private void broken(Slice.Broken broken, String position) throws KafkaUnavailableException {
        String control = broken.reason().equals(RecordSplitter.NOT_JSON) ? ControlText.kind(broken.bytes()) : null;
        if (control != null) {
            filing.control(control);
            return;
        }
        truncated |= broken.reason().equals(RecordSplitter.TRUNCATED);
        Long size = broken.size() > broken.bytes().length ? broken.size() : null;
        filing.quarantine(broken.bytes(), size, position, broken.reason(), broken.detail());
    }

    private void whole(Slice.Whole slice, String position, Place place) throws IOException, KafkaUnavailableException {
        switch (settings.reader().read(slice.bytes(), paths, told.hints())) {
            case ReadResult.Malformed(var reason, var detail) -> {
                if (source.source() instanceof LineSource) {
                    lines(slice.bytes(), position, place);
                } else {
                    filing.quarantine(slice.bytes(), null, position, reason, detail);
                }
            }
            case ReadResult.Read(var record) -> {
                String wrapper = place.wrapper();
                if (wrapper == null) {
                    judge(record, slice.batched(), position, place);
                } else if (record.has(wrapper)) {
                    var inside = place.inside(position, "field " + wrapper, Origin.UNKNOWN, null);
                    contents(record, Envelopes.held(record, wrapper, ACCEPTED_IN_FIELD), inside, position);
                } else if (!opened(record, position, place)) {
                    filing.quarantine(
                            record.bytes(), null, position, Envelopes.EMPTY, Envelopes.HOLDS_NONE + ACCEPTED_IN_FIELD);
                }
            }
        }
    }

    private void judge(JsonRecord record, boolean batched, String position, Place place)
            throws IOException, KafkaUnavailableException {
        if (source.source() instanceof LineSource) {
            if (!opened(record, position, place)) {
                line(record.bytes(), position, place);
            }
            return;
        }
        switch (source.source().read(record, batched, source)) {
            case Reading.Audit audit -> protect(record, audit, batched, position, place);
            case Reading.Control(var kind) -> filing.control(kind);
            case Reading.Rejected(var reason, var detail) -> {
                if (!opened(record, position, place)) {
                    filing.quarantine(record.bytes(), null, position, reason, detail);
                }
            }
        }
    }

    /// What is said of a record, in headers and elsewhere, is read from it once its values are protected.
    private void protect(JsonRecord record, Reading.Audit audit, boolean batched, String position, Place place)
            throws KafkaUnavailableException {
        ProtectedRecord safe = settings.protection().json(record.bytes());
        if (!safe.changed()) {
            accept(record.bytes(), safe, audit, position, place);
            return;
        }
        if (settings.reader().read(safe.bytes(), paths, told.hints()) instanceof ReadResult.Read(var reread)
                && source.source().read(reread, batched, source) instanceof Reading.Audit again) {
            accept(record.bytes(), safe, again, position, place);
        } else {
            filing.quarantine(
                    record.bytes(),
                    null,
                    position,
                    Ledger.UNREADABLE_PROTECTED,
                    "what makes it an audit record is a protected value itself");
        }
    }

    /// A piece that looked like JSON and is none: where lines are records, each is one.
    private void lines(byte[] bytes, String position, Place place) throws IOException, KafkaUnavailableException {
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (end > start) {
                    line(Arrays.copyOfRange(bytes, start, end), position, place);
                }
                start = i + 1;
            }
        }
    }

    private void line(byte[] line, String position, Place place) throws KafkaUnavailableException {
        String control = ControlText.kind(line);
        if (control != null) {
            filing.control(control);
            return;
        }
        if (!(source.source() instanceof LineSource lineSource)) {
            throw new IllegalStateException("a line of text at a source of JSON records: " + source.id());
        }
        ProtectedRecord safe = settings.protection().bytes(line, Long.MAX_VALUE);
        var converted = lineSource.readLine(safe.bytes(), source, told.received());
        switch (converted.reading()) {
            case Reading.Audit audit ->
                accept(line, safe.and(settings.protection().json(converted.event())), audit, position, place);
            case Reading.Control(var kind) -> filing.control(kind);
            case Reading.Rejected(var reason, var detail) -> filing.quarantine(line, null, position, reason, detail);
        }
    }

    private void accept(byte[] asReceived, ProtectedRecord event, Reading.Audit audit, String position, Place place)
            throws KafkaUnavailableException {
        if (event.changed() && event.bytes().length > filing.mostProtectedBytes()) {
            filing.quarantine(
                    asReceived,
                    null,
                    position,
                    Ledger.TOO_LARGE_PROTECTED,
                    "the record holds so many values that it is too large once they are protected");
            return;
        }
        int size = event.changed() ? asReceived.length : Math.max(asReceived.length, event.bytes().length);
        if (size > settings.record().recordBytes()) {
            filing.quarantine(
                    asReceived,
                    null,
                    position,
                    RecordSplitter.TOO_LARGE,
                    "the record has " + size + " bytes; at most "
                            + settings.record().recordBytes() + " are accepted");
            return;
        }
        filing.accept(asReceived, event, audit, place.origin());
    }

    /// Whether the object is an envelope, which then has been dealt with.
    private boolean opened(JsonRecord record, String position, Place place)
            throws IOException, KafkaUnavailableException {
        var opening = settings.envelopes().open(record);
        if (opening == null) {
            return false;
        }
        var origin = opening.opened() instanceof Opened.Contents found ? found.origin() : Origin.UNKNOWN;
        var inside = place.inside(position, opening.envelope().name(), origin, place.wrapper());
        contents(record, opening.opened(), inside, position);
        return true;
    }

    private void contents(JsonRecord envelope, Opened opened, Place inside, String position)
            throws IOException, KafkaUnavailableException {
        switch (opened) {
            case Opened.Control(var kind) -> filing.control(kind);
            case Opened.Refused(var reason, var detail) ->
                filing.quarantine(envelope.bytes(), null, position, reason, detail);
            case Opened.Contents found -> {
                if (inside.depth() > Envelopes.DEEPEST) {
                    filing.quarantine(
                            envelope.bytes(),
                            null,
                            position,
                            Envelopes.TOO_NESTED,
                            "more than " + Envelopes.DEEPEST
                                    + " envelopes lie in each other; send the records themselves");
                    return;
                }
                long before = filing.filed();
                unpack(envelope, found.bytes(), inside, position);
                if (filing.filed() == before) {
                    nothingIn(envelope, found.bytes(), position);
                }
            }
        }
    }

    private void unpack(JsonRecord envelope, byte[] bytes, Place inside, String position)
            throws IOException, KafkaUnavailableException {
        var limits = new BodyLimits(
                settings.body().bytes(), unzippedBudget, settings.body().ratio());
        try (var body = new Body(new ByteArrayInputStream(bytes), limits)) {
            boolean truncatedBefore = truncated;
            truncated = false;
            try {
                take(body, false, inside);
            } finally {
                unzippedBudget -= body.unzipped();
            }
            String damage = body.damage();
            if (damage != null && !truncated) {
                filing.quarantine(
                        envelope.bytes(), null, position, Ledger.DAMAGED_GZIP, damage + "; send the envelope again");
            }
            truncated = truncatedBefore;
        } catch (LimitExceededException _) {
            filing.quarantine(
                    envelope.bytes(),
                    null,
                    position,
                    Envelopes.TOO_LARGE,
                    "what lies in the envelope unzips to more than is allowed; send it uncompressed");
        }
    }

    /// An empty batch says that there was nothing to say.
    private void nothingIn(JsonRecord envelope, byte[] bytes, String position) throws KafkaUnavailableException {
        if (new String(bytes, StandardCharsets.UTF_8).strip().startsWith("[")) {
            filing.control(EMPTY_BATCH);
            return;
        }
        filing.quarantine(
                envelope.bytes(),
                null,
                position,
                Envelopes.EMPTY,
                Envelopes.HOLDS_NONE + "an object, an array of them, or lines");
    }
}
