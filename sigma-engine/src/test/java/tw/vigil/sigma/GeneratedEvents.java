package tw.vigil.sigma;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// JSON texts of the same small world as [GeneratedRules], well-formed or nearly so.
public final class GeneratedEvents {

    private static final List<String> KEYS = List.of(
            "a",
            "b",
            "c",
            "list",
            "x",
            "y",
            "n",
            "m",
            "o",
            "doc",
            "a.b",
            "b.c",
            "n.m",
            "m.o",
            "a.b.c",
            "n.m.o",
            "é",
            "a\\u0062",
            "e\\\"q",
            "other",
            "zzzzzzzzzz",
            "abcdefgh",
            "list.x");
    private static final List<String> TEXTS = List.of(
            "x",
            "abc",
            "ABC",
            "AbcDef",
            "xbc",
            "aXc",
            "",
            "7",
            "007",
            "7.0",
            "+7",
            "1.5",
            "true",
            "False",
            "null",
            "Éa",
            "aé",
            "SS",
            "ß",
            "ı",
            "İ",
            "I",
            "\u212a",
            "ſ",
            "s3.amazonaws.com",
            "S3.AMAZONAWS.COM",
            "\\u0061bc",
            "a\\\\b",
            "a\\/b",
            "\\ud83d\\ude00",
            "😀",
            "\\ud83d",
            "\\ude00x",
            "10.0.0.1",
            "10.1.2.3:80",
            "::ffff:10.0.0.1",
            "a b",
            "/x",
            "–x",
            "abcdefghijklmnop",
            "xxABCDEFGHIJKLMNOPxx",
            "1e1",
            "10",
            "2026-11-23T03:04:05Z",
            "a\\nc",
            "{\\\"x\\\":\\\"abc\\\",\\\"list\\\":[{\\\"x\\\":7}]}",
            "%7B%22x%22%3A%22abc%22%7D",
            "[{\\\"x\\\":{\\\"y\\\":\\\"abc\\\"}},\\\"b\\\"]",
            "v3",
            "{broken",
            "\\u0000",
            "-3",
            "1795402800");
    private static final List<String> LITERALS = List.of(
            "7",
            "7.0",
            "0",
            "-0",
            "1.5",
            "1E1",
            "9007199254740993",
            "9007199254740992",
            "1e400",
            "0.7e1",
            "true",
            "false",
            "null",
            "-3",
            "1795402800",
            "123456789012345678901234567890");

    private final RandomGenerator random;
    private final StringBuilder out = new StringBuilder();

    public GeneratedEvents(RandomGenerator random) {
        this.random = random;
    }

    public byte[] next() {
        out.setLength(0);
        if (random.nextInt(30) == 0) {
            out.append('\uFEFF');
        }
        object(4);
        byte[] json = out.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(12) == 0 ? damaged(json) : json;
    }

    private byte[] damaged(byte[] json) {
        int at = random.nextInt(json.length);
        byte[] changed = json.clone();
        switch (random.nextInt(3)) {
            case 0 -> changed[at] = (byte) random.nextInt(256);
            case 1 -> changed = Arrays.copyOf(json, at);
            default -> changed[at] = (byte) "\"\\{}[],:0 \u0001tu".charAt(random.nextInt(13));
        }
        return changed;
    }

    private void value(int depth) {
        switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> out.append(pick(LITERALS));
            case 1, 2, 3 -> out.append('"').append(pick(TEXTS)).append('"');
            case 4 -> array(depth - 1);
            default -> object(depth - 1);
        }
    }

    private void object(int depth) {
        int members = random.nextInt(6);
        out.append('{');
        for (int i = 0; i < members; i++) {
            out.append(i == 0 ? "" : ",");
            space();
            var key = pick(KEYS);
            // Most objects have different names; some have not.
            out.append('"').append(random.nextInt(3) > 0 ? key : key + i).append('"');
            space();
            out.append(':');
            space();
            value(depth);
            space();
        }
        out.append('}');
    }

    private void array(int depth) {
        int elements = random.nextInt(4);
        out.append('[');
        for (int i = 0; i < elements; i++) {
            out.append(i == 0 ? "" : ",");
            value(depth);
            space();
        }
        out.append(']');
    }

    private void space() {
        if (random.nextInt(15) == 0) {
            out.append(pick(List.of(" ", "\n", "\t", "\r", "  ")));
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
