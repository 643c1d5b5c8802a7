package tw.vigil.sigma.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tw.vigil.sigma.json.JsonReader;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.Value;
import tw.vigil.sigma.project.ProjectedEvent.Kind;

/// Walks the bytes of an event once, checks them as [JsonReader] does, and notes the values that a projection
/// asks for. One thread.
///
/// It accepts only what [JsonReader] accepts. What it does not accept is malformed or merely unusual (an object of
/// very many members, rival names of one path, equal hashes): the caller then
/// reads the event as a tree, which decides, and fills the projection from the tree. So the outcome never
/// depends on which of the two read an event.
public final class ProjectingParser {

    private static final int FAILED = -1;
    /// Of one object. Telling duplicates apart costs the square of it at worst.
    private static final int MAX_MEMBERS = 256;

    private final ProjectedEvent event;
    private final StringScan strings = new StringScan();
    private Projection projection = new Projection(List.of(), Decoder.NONE, false);
    private boolean keywords;
    private byte[] in = new byte[0];

    /// Hashes of the member names of the objects around.
    private long[] names = new long[1024];

    private int nameCount;
    private final TextBuffer decodedName = new TextBuffer();
    private int[] edgeObject = new int[0];
    private int objects;
    private boolean rival;

    public ProjectingParser(ProjectedEvent event) {
        this.event = event;
    }

    /// @return false when only the tree can tell what these bytes are; the event is then unusable
    public boolean parse(byte[] json, Projection wanted) {
        if (json.length > JsonReader.MAX_BYTES) {
            return false;
        }
        begin(json, wanted);
        int at = json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF ? 3 : 0;
        at = space(at);
        if (at >= json.length || json[at] != '{') {
            return false;
        }
        at = object(at + 1, wanted.root(), 1);
        return at >= 0 && space(at) == json.length;
    }

    /// Takes the values from a tree that was read otherwise.
    public void fill(JsonValue root, Projection wanted) {
        begin(new byte[0], wanted);
        var paths = wanted.paths();
        for (int path = 0; path < paths.size(); path++) {
            List<Value> found = new ArrayList<>();
            if (paths.get(path).resolve(root, wanted.decoder(), found)) {
                event.markPresent(path);
                add(path, found);
            }
        }
        if (keywords) {
            addScalars(root);
        }
    }

    private void begin(byte[] json, Projection wanted) {
        event.begin(json, wanted.paths().size() + 1);
        projection = wanted;
        keywords = wanted.keywords();
        in = json;
        strings.begin(json);
        nameCount = 0;
        rival = false;
        if (edgeObject.length < wanted.edges()) {
            edgeObject = new int[wanted.edges()];
        }
        // Numbers of objects go on over events, so that what an event before left behind is never taken for
        // its own; before they run out the marks are cleared.
        if (objects > Integer.MAX_VALUE - JsonReader.MAX_BYTES) {
            Arrays.fill(edgeObject, 0);
            objects = 0;
        }
        if (keywords) {
            event.markPresent(wanted.keywordPath());
        }
    }

    private void addScalars(JsonValue value) {
        if (value instanceof JsonObject(var members)) {
            members.values().forEach(this::addScalars);
        } else if (value instanceof JsonArray(var elements)) {
            elements.forEach(this::addScalars);
        } else if (value != JsonValue.JsonNull.NULL) {
            event.link(projection.keywordPath(), event.add(value));
        }
    }

    private void add(int path, List<Value> found) {
        for (var value : found) {
            event.link(path, event.add(value.json()));
        }
    }

    private int object(int start, ProjectedNode node, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            return FAILED;
        }
        int at = space(start);
        if (at < in.length && in[at] == '}') {
            return at + 1;
        }
        int own = ++objects;
        int firstName = nameCount;
        long seen = 0;
        while (at < in.length && in[at] == '"') {
            int from = at + 1;
            int to = strings.name(from);
            if (to < 0) {
                return FAILED;
            }
            boolean escapedName = strings.escaped();
            long hash = escapedName ? decodeName(from, to) : strings.hash();
            long bit = 1L << hash;
            if (!enter(hash, firstName, (seen & bit) != 0)) {
                return FAILED;
            }
            seen |= bit;
            at = space(to + 1);
            if (at >= in.length || in[at] != ':') {
                return FAILED;
            }
            var target = !node.leads()
                    ? ProjectedNode.NOWHERE
                    : escapedName
                            ? target(node, decodedName.bytes(), 0, decodedName.size(), hash, own)
                            : target(node, in, from, to, hash, own);
            at = value(space(at + 1), target, depth);
            if (at < 0) {
                return FAILED;
            }
            at = space(at);
            if (at >= in.length || rival) {
                return FAILED;
            }
            if (in[at] == '}') {
                nameCount = firstName;
                return at + 1;
            }
            if (in[at] != ',') {
                return FAILED;
            }
            at = space(at + 1);
        }
        return FAILED;
    }

    /// @return false when the object may have the name already, or has too many
    private boolean enter(long hash, int firstName, boolean perhapsKnown) {
        if (perhapsKnown) {
            for (int i = firstName; i < nameCount; i++) {
                if (names[i] == hash) {
                    return false;
                }
            }
        }
        if (nameCount - firstName >= MAX_MEMBERS) {
            return false;
        }
        if (nameCount == names.length) {
            names = Arrays.copyOf(names, nameCount * 2);
        }
        names[nameCount++] = hash;
        return true;
    }

    /// @return its hash
    private long decodeName(int from, int to) {
        decodedName.clear();
        StringContent.decode(in, from, to, decodedName);
        return Words.hash(decodedName.bytes(), 0, decodedName.size());
    }

    private ProjectedNode target(ProjectedNode node, byte[] name, int from, int to, long hash, int object) {
        var edge = node.edge(name, from, to, hash);
        if (edge == null) {
            return ProjectedNode.NOWHERE;
        }
        edgeObject[edge.number()] = object;
        for (int other : edge.rivals()) {
            rival |= edgeObject[other] == object;
        }
        return edge.target();
    }

    private int array(int start, ProjectedNode node, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            return FAILED;
        }
        for (int path : node.ending()) {
            event.markPresent(path);
        }
        int at = space(start);
        if (at < in.length && in[at] == ']') {
            return at + 1;
        }
        while (true) {
            at = value(at, node, depth);
            if (at < 0) {
                return FAILED;
            }
            at = space(at);
            if (at >= in.length) {
                return FAILED;
            }
            if (in[at] == ']') {
                return at + 1;
            }
            if (in[at] != ',') {
                return FAILED;
            }
            at = space(at + 1);
        }
    }

    private int value(int at, ProjectedNode node, int depth) {
        if (at >= in.length) {
            return FAILED;
        }
        return switch (in[at]) {
            case '"' -> string(at + 1, node);
            case '{' -> {
                int end = object(at + 1, node, depth + 1);
                if (end >= 0 && node.ending().length > 0) {
                    link(node, event.add(Kind.OBJECT, at, end, false));
                }
                yield end;
            }
            case '[' -> array(at + 1, node, depth + 1);
            case 't' -> word(at, "true", node, Kind.TRUE);
            case 'f' -> word(at, "false", node, Kind.FALSE);
            case 'n' -> word(at, "null", node, Kind.NULL);
            default -> number(at, node);
        };
    }

    private int string(int from, ProjectedNode node) {
        int to = strings.content(from);
        if (to < 0) {
            return FAILED;
        }
        if (keywords || node.ending().length > 0) {
            scalar(node, Kind.STRING, from, to, !strings.escaped());
        }
        if (!node.openings().isEmpty()) {
            open(node, from, to);
        }
        return to + 1;
    }

    /// What [FieldPath] makes of a string that may hold JSON, path by path.
    private void open(ProjectedNode node, int from, int to) {
        var text = new TextBuffer();
        StringContent.decode(in, from, to, text);
        var string = new JsonString(new String(text.bytes(), 0, text.size(), StandardCharsets.UTF_8));
        for (var opening : node.openings()) {
            List<Value> found = new ArrayList<>();
            var path = opening.path();
            if (path.resolve(string, opening.from(), projection.decoder(), found)) {
                event.markPresent(opening.number());
                boolean ends = opening.from() == path.length();
                add(opening.number(), ends ? found.subList(1, found.size()) : found);
            }
        }
    }

    private void scalar(ProjectedNode node, Kind kind, int from, int to, boolean asIs) {
        int value = event.add(kind, from, to, asIs);
        link(node, value);
        if (keywords && kind != Kind.NULL) {
            event.link(projection.keywordPath(), value);
        }
    }

    private void link(ProjectedNode node, int value) {
        for (int path : node.ending()) {
            event.link(path, value);
        }
    }

    private int word(int at, String word, ProjectedNode node, Kind kind) {
        int end = at + word.length();
        if (end > in.length) {
            return FAILED;
        }
        for (int i = 1; i < word.length(); i++) {
            if (in[at + i] != word.charAt(i)) {
                return FAILED;
            }
        }
        if (keywords || node.ending().length > 0) {
            scalar(node, kind, at, end, true);
        }
        return end;
    }

    private int number(int start, ProjectedNode node) {
        int at = in[start] == '-' ? start + 1 : start;
        at = at < in.length && in[at] == '0' ? at + 1 : digits(at);
        if (at >= 0 && at < in.length && in[at] == '.') {
            at = digits(at + 1);
        }
        if (at >= 0 && at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            boolean signed = at + 1 < in.length && (in[at + 1] == '+' || in[at + 1] == '-');
            at = digits(at + (signed ? 2 : 1));
        }
        if (at >= 0 && (keywords || node.ending().length > 0)) {
            scalar(node, Kind.NUMBER, start, at, true);
        }
        return at;
    }

    /// @return the offset after at least one digit
    private int digits(int start) {
        int at = start;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at > start ? at : FAILED;
    }

    private int space(int start) {
        int at = start;
        while (at < in.length
                && in[at] <= ' '
                && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
        return at;
    }
}
