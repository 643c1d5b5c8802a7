package tw.vigil.sigma.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tw.vigil.sigma.json.JsonReader;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonBoolean;
import tw.vigil.sigma.json.JsonValue.JsonNull;
import tw.vigil.sigma.json.JsonValue.JsonNumber;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.json.MalformedJsonException;
import tw.vigil.sigma.match.FieldValues;
import tw.vigil.sigma.match.Value;

/// The values of one event that rules look at, as slices of its bytes. One instance is filled again for each
/// event, so that nothing is allocated; what a call returns is valid until the next event. One thread.
///
/// Values are numbers from 0 in the order of the event. Each path has the list of its values; texts and
/// case-folded texts are made on first use.
public final class ProjectedEvent {

    public enum Kind {
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        OBJECT
    }

    private static final int NONE = -1;
    /// Above this, buffers that one huge event needed are given back.
    private static final int KEPT = 1 << 16;

    private byte[] input = new byte[0];
    private final TextBuffer texts = new TextBuffer();
    private final ValueText plain = new ValueText(texts);
    private final ValueText folded = new ValueText(texts);

    private Kind[] kinds = new Kind[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private boolean[] asIs = new boolean[256];
    private int values;

    private int[] linkValue = new int[256];
    private int[] linkNext = new int[256];
    private int links;

    private int[] seenIn = new int[0];
    private int[] first = new int[0];
    private int[] last = new int[0];
    private int[] present = new int[0];
    private int presentCount;
    private int generation;

    /// Forgets the event before.
    ///
    /// @param paths how many lists are needed
    void begin(byte[] json, int paths) {
        if (kinds.length > KEPT || linkValue.length > KEPT) {
            kinds = new Kind[256];
            starts = new int[256];
            ends = new int[256];
            asIs = new boolean[256];
            linkValue = new int[256];
            linkNext = new int[256];
        }
        if (seenIn.length < paths || generation == Integer.MAX_VALUE) {
            seenIn = new int[paths];
            first = new int[paths];
            last = new int[paths];
            present = new int[paths];
            generation = 0;
        }
        input = json;
        generation++;
        values = 0;
        links = 0;
        presentCount = 0;
        texts.clear();
        plain.clear(json);
        folded.clear(json);
    }

    /// A value that lies in the input.
    ///
    /// @param unescaped a string without escapes: its bytes are its text
    int add(Kind kind, int start, int end, boolean unescaped) {
        if (values == kinds.length) {
            int size = values * 2;
            kinds = Arrays.copyOf(kinds, size);
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            asIs = Arrays.copyOf(asIs, size);
        }
        kinds[values] = kind;
        starts[values] = start;
        ends[values] = end;
        asIs[values] = unescaped;
        return values++;
    }

    /// A value that lies elsewhere.
    int add(JsonValue json) {
        var kind = switch (json) {
            case JsonString _ -> Kind.STRING;
            case JsonNumber _ -> Kind.NUMBER;
            case JsonBoolean truth -> truth == JsonBoolean.TRUE ? Kind.TRUE : Kind.FALSE;
            case JsonNull _ -> Kind.NULL;
            case JsonValue.JsonObject _, JsonValue.JsonArray _ -> Kind.OBJECT;
        };
        int value = add(kind, 0, 0, true);
        int start = texts.size();
        texts.append(json.text().getBytes(StandardCharsets.UTF_8));
        plain.keepMade(value, start, texts.size());
        return value;
    }

    /// `path` exists, perhaps without values.
    void markPresent(int path) {
        if (seenIn[path] != generation) {
            seenIn[path] = generation;
            first[path] = NONE;
            present[presentCount++] = path;
        }
    }

    void link(int path, int value) {
        markPresent(path);
        if (links == linkValue.length) {
            linkValue = Arrays.copyOf(linkValue, links * 2);
            linkNext = Arrays.copyOf(linkNext, links * 2);
        }
        linkValue[links] = value;
        linkNext[links] = NONE;
        if (first[path] == NONE) {
            first[path] = links;
        } else {
            linkNext[last[path]] = links;
        }
        last[path] = links++;
    }

    /// How many paths the event has.
    public int presentCount() {
        return presentCount;
    }

    /// @param index from 0 to less than [#presentCount]
    public int presentPath(int index) {
        return present[index];
    }

    public boolean isPresent(int path) {
        return seenIn[path] == generation;
    }

    /// The first of `candidates` that the event has; -1 when it has none.
    public int chosen(int[] candidates) {
        for (int path : candidates) {
            if (isPresent(path)) {
                return path;
            }
        }
        return NONE;
    }

    /// The place of the first value of a path that is present; -1 when it has no value.
    public int firstLink(int path) {
        return first[path];
    }

    /// -1 after the last.
    public int nextLink(int link) {
        return linkNext[link];
    }

    public int valueAt(int link) {
        return linkValue[link];
    }

    public Kind kind(int value) {
        return kinds[value];
    }

    /// The text that rules are compared with, UTF-8.
    public ValueText plain(int value) {
        if (!plain.holds(value)) {
            if (asIs[value]) {
                plain.keepInput(value, starts[value], ends[value]);
            } else {
                int start = texts.size();
                if (kinds[value] == Kind.STRING) {
                    StringContent.decode(input, starts[value], ends[value], texts);
                } else {
                    StringContent.compact(input, starts[value], ends[value], texts);
                }
                plain.keepMade(value, start, texts.size());
            }
        }
        return plain;
    }

    /// The same, case-folded.
    public ValueText folded(int value) {
        if (!folded.holds(value)) {
            var text = plain(value);
            int start = texts.size();
            texts.appendFolded(text.bytes(), text.start(), text.end());
            folded.keepMade(value, start, texts.size());
        }
        return folded;
    }

    /// As the plain meaning of the rules sees it; made anew.
    public Value value(int value) {
        return new Value(json(value));
    }

    private JsonValue json(int value) {
        return switch (kinds[value]) {
            case TRUE -> JsonBoolean.TRUE;
            case FALSE -> JsonBoolean.FALSE;
            case NULL -> JsonNull.NULL;
            case STRING -> new JsonString(plain(value).toString());
            case NUMBER -> new JsonNumber(plain(value).toString());
            case OBJECT -> parsed(plain(value));
        };
    }

    private static JsonValue parsed(ValueText text) {
        try {
            return JsonReader.read(Arrays.copyOfRange(text.bytes(), text.start(), text.end()));
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("what was written as JSON is none", e);
        }
    }

    /// What a field holds that lies at the first present one of `candidates`.
    public FieldValues fieldValues(int[] candidates) {
        int path = chosen(candidates);
        if (path < 0) {
            return FieldValues.ABSENT;
        }
        List<Value> found = new ArrayList<>();
        for (int link = firstLink(path); link >= 0; link = nextLink(link)) {
            found.add(value(valueAt(link)));
        }
        return new FieldValues(true, found);
    }
}
