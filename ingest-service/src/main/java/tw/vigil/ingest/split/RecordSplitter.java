package tw.vigil.ingest.split;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into records: one JSON object, objects one after the other or one per line, an array of them, or
/// an object that holds them in a field (CloudTrail's `Records`). A record's bytes are those of the input,
/// untouched. Where the records are lines of text, what does not start like JSON is a line. Memory is bounded by
/// one piece. What cannot be cut is given back as broken, and reading goes on behind it. Not thread-safe.
public final class RecordSplitter {
    public static final String TRUNCATED = "truncated";
    public static final String TOO_LARGE = "record_too_large";
    public static final String TOO_DEEP = "too_deep";
    public static final String NOT_JSON = "not_json";

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int LONGEST_FIELD = 64;
    private static final int RECORD_SEPARATOR = 0x1e;
    private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

    private enum Mode {
        BETWEEN,
        BATCH,
        WRAPPER
    }

    private final InputStream in;
    private final Set<String> batchFields;
    private final SplitLimits limits;
    private final Capture capture;
    private final Capture field = new Capture(LONGEST_FIELD);
    private final JsonTracker outer;
    private final JsonTracker inner;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private Mode mode = Mode.BETWEEN;
    private final boolean text;
    private boolean lines;
    private boolean wrapped;
    private long line = 1;
    private long startLine;
    private long records;
    private int previous = '\n';
    private boolean started;

    /// @param batchFields names of the top-level fields whose array holds the records
    /// @param lines whether a line break certainly ends a record; learnt from the input otherwise
    /// @param text whether records may be lines of text
    public RecordSplitter(InputStream in, Set<String> batchFields, SplitLimits limits, boolean lines, boolean text) {
        this.in = in;
        this.text = text;
        this.batchFields = Set.copyOf(batchFields);
        this.limits = limits;
        this.lines = lines;
        capture = new Capture(limits.recordBytes());
        outer = new JsonTracker(limits.depth());
        inner = new JsonTracker(limits.depth());
    }

    /// The next piece, or null at the end of the input.
    public @Nullable Slice next() throws IOException {
        if (!started) {
            started = true;
            skipByteOrderMark();
        }
        while (true) {
            Slice slice = switch (mode) {
                case BETWEEN -> between();
                case BATCH -> element();
                case WRAPPER -> object();
            };
            if (slice != null || (mode == Mode.BETWEEN && peek() < 0)) {
                return slice;
            }
        }
    }

    private @Nullable Slice between() throws IOException {
        int b = peek();
        while (text ? b == '\n' || b == '\r' : isBlank(b) || b == RECORD_SEPARATOR) {
            read();
            b = peek();
        }
        startLine = line;
        capture.clear();
        if (b < 0) {
            return null;
        }
        if (text && !startsJson(b)) {
            return textLine();
        }
        if (b == '[') {
            read();
            wrapped = false;
            mode = Mode.BATCH;
            return null;
        }
        if (b != '{') {
            return garbageLine();
        }
        outer.start(false);
        wrapped = false;
        return object();
    }

    /// Reads the outermost object, from its start or from behind its batch.
    private @Nullable Slice object() throws IOException {
        mode = Mode.BETWEEN;
        while (true) {
            int b = peek();
            if (b < 0) {
                return ends("inside the object");
            }
            if (outer.inText() && !outer.inOuterKey() && takeText()) {
                continue;
            }
            boolean lineBreaks = !wrapped && (lines || outer.broken() || outer.inString());
            if ((b == '\n' && lineBreaks)
                    || (b == '{' && previous == '\n' && outer.depth() > 0 && outer.objectWouldBeNextRecord())) {
                return wrapped ? wrapperBroken() : whole(false);
            }
            read();
            capture.add(b);
            boolean wasField = outer.inOuterKey();
            boolean batch = b == '[' && outer.awaitsOuterValue() && isBatchField();
            JsonTracker.Step step = outer.step(b);
            if (outer.inOuterKey()) {
                if (wasField) {
                    field.add(b);
                } else {
                    field.clear();
                }
            }
            if (batch) {
                wrapped = true;
                mode = Mode.BATCH;
                capture.clear();
                return null;
            }
            if (step == JsonTracker.Step.DONE) {
                return objectDone();
            }
        }
    }

    private @Nullable Slice objectDone() throws IOException {
        if (!wrapped) {
            lines |= startLine == line && peek() == '\n';
            return whole(false);
        }
        return outer.broken() ? wrapperBroken() : null;
    }

    private Slice wrapperBroken() {
        return new Slice.Broken(
                capture.bytes(limits.keptBytes()),
                capture.size(),
                "after record " + records,
                NOT_JSON,
                "the object around the records is not JSON; accepted is one object with the records in an array");
    }

    private @Nullable Slice element() throws IOException {
        capture.clear();
        int b = peek();
        while (isBlank(b) || b == ',') {
            read();
            b = peek();
        }
        if (b < 0) {
            mode = Mode.BETWEEN;
            return ends("inside the array of records, after record " + records);
        }
        if (b == ']') {
            read();
            mode = wrapped ? Mode.WRAPPER : Mode.BETWEEN;
            if (wrapped) {
                outer.step(b);
            }
            return null;
        }
        records++;
        inner.start(true);
        if (b == '}' || b == ':') {
            return garbageElement();
        }
        while (true) {
            b = peek();
            if (b < 0) {
                mode = Mode.BETWEEN;
                return ends("inside record " + records);
            }
            if (inner.inText() && takeText()) {
                continue;
            }
            JsonTracker.Step step = inner.step(b);
            if (step == JsonTracker.Step.DONE_BEFORE) {
                return whole(true);
            }
            read();
            capture.add(b);
            if (step == JsonTracker.Step.DONE) {
                return whole(true);
            }
        }
    }

    private Slice garbageElement() throws IOException {
        int b = peek();
        while (b >= 0 && b != ',' && b != ']' && b != '{') {
            capture.add(read());
            b = peek();
        }
        return new Slice.Broken(
                capture.bytes(limits.keptBytes()),
                capture.size(),
                position(true),
                NOT_JSON,
                "a bracket or colon stands where a record starts; accepted is a JSON object");
    }

    /// A line of text may well start with a bracket, as in `[12:00] link down`.
    private boolean startsJson(int b) throws IOException {
        if (b != '[') {
            return b == '{';
        }
        while (filled - next < 2) {
            System.arraycopy(buffer, next, buffer, 0, filled - next);
            filled -= next;
            next = 0;
            int count = in.read(buffer, filled, buffer.length - filled);
            if (count <= 0) {
                return false;
            }
            filled += count;
        }
        return buffer[next + 1] == '{';
    }

    private Slice textLine() throws IOException {
        takeLine();
        if (capture.overflowed()) {
            return whole(false);
        }
        byte[] bytes = capture.bytes();
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return new Slice.Line(Arrays.copyOf(bytes, end), position(false));
    }

    private void takeLine() throws IOException {
        int b = peek();
        while (b >= 0 && b != '\n') {
            capture.add(read());
            b = peek();
        }
    }

    private Slice garbageLine() throws IOException {
        takeLine();
        return new Slice.Broken(
                capture.bytes(limits.keptBytes()),
                capture.size(),
                position(false),
                NOT_JSON,
                "the line does not start with { or [; accepted are JSON objects, arrays of them, or one per line");
    }

    private Slice whole(boolean batched) {
        JsonTracker tracker = batched ? inner : outer;
        if (capture.overflowed()) {
            return new Slice.Broken(
                    capture.bytes(limits.keptBytes()),
                    capture.size(),
                    position(batched),
                    TOO_LARGE,
                    "the record has " + capture.size() + " bytes; at most " + limits.recordBytes() + " are accepted");
        }
        if (tracker.tooDeep()) {
            return new Slice.Broken(
                    capture.bytes(),
                    capture.size(),
                    position(batched),
                    TOO_DEEP,
                    "the record nests deeper than " + limits.depth() + " levels");
        }
        return new Slice.Whole(capture.bytes(), position(batched), batched);
    }

    private Slice ends(String where) {
        boolean large = capture.overflowed();
        return new Slice.Broken(
                large ? capture.bytes(limits.keptBytes()) : capture.bytes(),
                capture.size(),
                wrapped || records > 0 ? "record " + Math.max(records, 1) : "line " + startLine,
                TRUNCATED,
                "the input ends " + where + "; what was whole before it was taken, send the input again in full");
    }

    private String position(boolean batched) {
        return batched ? "record " + records : "line " + startLine;
    }

    private boolean isBatchField() {
        return !field.overflowed() && batchFields.contains(new String(field.bytes(), StandardCharsets.UTF_8));
    }

    private void skipByteOrderMark() throws IOException {
        for (int mark : BYTE_ORDER_MARK) {
            if (peek() != mark) {
                return;
            }
            next++;
        }
    }

    private int peek() throws IOException {
        if (next == filled) {
            int count = in.read(buffer, 0, buffer.length);
            if (count <= 0) {
                return -1;
            }
            next = 0;
            filled = count;
        }
        return buffer[next] & 0xff;
    }

    private int read() throws IOException {
        int b = peek();
        if (b >= 0) {
            next++;
            previous = b;
            if (b == '\n') {
                line++;
            }
        }
        return b;
    }

    /// Takes what is buffered of the inside of a string, up to what means something there. Most bytes of audit
    /// records lie in strings, so this is what makes the splitter fast.
    ///
    /// @return whether there was any
    private boolean takeText() {
        int end = next;
        while (end < filled && buffer[end] != '"' && buffer[end] != '\\' && (buffer[end] & 0xe0) != 0) {
            end++;
        }
        if (end == next) {
            return false;
        }
        capture.add(buffer, next, end - next);
        previous = buffer[end - 1] & 0xff;
        next = end;
        return true;
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
