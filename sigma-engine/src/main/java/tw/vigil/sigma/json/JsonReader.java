package tw.vigil.sigma.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonBoolean;
import tw.vigil.sigma.json.JsonValue.JsonNull;
import tw.vigil.sigma.json.JsonValue.JsonNumber;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// Reads RFC 8259 JSON from UTF-8 bytes, strictly and within bounds. Each doubtful input has one outcome:
///
/// - rejected: duplicate keys (two readers could see two events), invalid or overlong UTF-8, control
///   characters in strings, unknown escapes, numbers like `01`, `.5`, `NaN`, anything after the value,
///   truncated input, more than [#MAX_BYTES] or [#MAX_DEPTH]
/// - accepted: one leading byte order mark (skipped), a lone surrogate escape (read as U+FFFD: a rejected
///   event would be one that no rule sees), numbers of any size (their digits are kept)
public final class JsonReader {

    public static final int MAX_BYTES = 16 * 1024 * 1024;
    public static final int MAX_DEPTH = 256;

    private final byte[] in;
    private final JsonStringReader strings;
    private int at;

    private JsonReader(byte[] in) {
        this.in = in;
        this.strings = new JsonStringReader(in);
    }

    public static JsonValue read(byte[] json) throws MalformedJsonException {
        if (json.length > MAX_BYTES) {
            throw new MalformedJsonException("more than " + MAX_BYTES + " bytes", MAX_BYTES);
        }
        var reader = new JsonReader(json);
        reader.skipByteOrderMark();
        reader.skipSpace();
        var value = reader.value(0);
        reader.skipSpace();
        if (reader.at < json.length) {
            throw reader.malformed("nothing may follow the value");
        }
        return value;
    }

    private JsonValue value(int depth) throws MalformedJsonException {
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> new JsonString(string());
            case 't' -> word("true", JsonBoolean.TRUE);
            case 'f' -> word("false", JsonBoolean.FALSE);
            case 'n' -> word("null", JsonNull.NULL);
            default -> number();
        };
    }

    private JsonObject object(int depth) throws MalformedJsonException {
        enter(depth);
        var members = new LinkedHashMap<String, JsonValue>();
        if (peek() == '}') {
            at++;
            return new JsonObject(members);
        }
        while (true) {
            if (peek() != '"') {
                throw malformed("expected a member name");
            }
            int keyAt = at;
            var key = string();
            skipSpace();
            if (peek() != ':') {
                throw malformed("expected ':'");
            }
            at++;
            skipSpace();
            if (members.put(key, value(depth)) != null) {
                throw new MalformedJsonException("duplicate key", keyAt);
            }
            skipSpace();
            if (endsAfterItem('}')) {
                return new JsonObject(members);
            }
        }
    }

    private JsonArray array(int depth) throws MalformedJsonException {
        enter(depth);
        List<JsonValue> elements = new ArrayList<>();
        if (peek() == ']') {
            at++;
            return new JsonArray(elements);
        }
        while (true) {
            elements.add(value(depth));
            skipSpace();
            if (endsAfterItem(']')) {
                return new JsonArray(elements);
            }
        }
    }

    private void enter(int depth) throws MalformedJsonException {
        if (depth > MAX_DEPTH) {
            throw malformed("deeper than " + MAX_DEPTH + " levels");
        }
        at++;
        skipSpace();
    }

    private boolean endsAfterItem(char close) throws MalformedJsonException {
        int c = peek();
        if (c != ',' && c != close) {
            throw malformed("expected ',' or '" + close + "'");
        }
        at++;
        skipSpace();
        return c == close;
    }

    private String string() throws MalformedJsonException {
        var text = strings.read(at + 1);
        at = strings.end();
        return text;
    }

    private JsonValue word(String word, JsonValue value) throws MalformedJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw malformed("expected a value");
            }
            at++;
        }
        return value;
    }

    private JsonNumber number() throws MalformedJsonException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < in.length && in[at] == '.') {
            at++;
            digits();
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new JsonNumber(new String(in, start, at - start, StandardCharsets.ISO_8859_1));
    }

    private void digits() throws MalformedJsonException {
        if (peek() < '0' || peek() > '9') {
            throw malformed("expected a value");
        }
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
    }

    private int peek() throws MalformedJsonException {
        if (at >= in.length) {
            throw malformed("the input ends too early");
        }
        return in[at];
    }

    private void skipByteOrderMark() {
        if (in.length >= 3 && in[0] == (byte) 0xEF && in[1] == (byte) 0xBB && in[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private MalformedJsonException malformed(String message) {
        return new MalformedJsonException(message, at);
    }
}
