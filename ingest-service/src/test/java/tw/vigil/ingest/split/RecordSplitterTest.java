package tw.vigil.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSplitterTest {
    private static final SplitLimits LIMITS = new SplitLimits(200, 20, 10);

    static List<Arguments> wholeInputs() {
        return List.of(
                row("nothing", ""),
                row("blanks", " \r\n\t "),
                row("one object", "{\"a\":1}", "{\"a\":1}"),
                row("byte order mark", "\ufeff{\"a\":1}", "{\"a\":1}"),
                row("empty object", "{}", "{}"),
                row("spaces are kept", " { \"a\" : [ 1 , 2 ] } ", "{ \"a\" : [ 1 , 2 ] }"),
                row("lines", "{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}", "{\"a\":1}", "{\"a\":2}", "{\"a\":3}"),
                row("no separator", "{\"a\":1}{\"a\":2}", "{\"a\":1}", "{\"a\":2}"),
                row("array", "[{\"a\":1}, {\"a\":2}]", "{\"a\":1}", "{\"a\":2}"),
                row("empty array", "[]"),
                row("brackets in strings", "{\"a\":\"}],{[\\\"\"}", "{\"a\":\"}],{[\\\"\"}"),
                row("escaped backslash", "{\"a\":\"\\\\\"}\n{}", "{\"a\":\"\\\\\"}", "{}"),
                row("records", "{\"Records\":[{\"a\":1},{\"a\":2}]}", "{\"a\":1}", "{\"a\":2}"),
                row("no records", "{\"Records\":[]}"),
                row("fields around", "{\"k\":{\"Records\":1},\"Records\":[{}],\"z\":[{}]}", "{}"),
                row("records twice", "{\"Records\":[{\"a\":1}],\"Records\":[{\"a\":2}]}", "{\"a\":1}", "{\"a\":2}"),
                row("inner field of that name", "{\"x\":{\"Records\":[1]}}", "{\"x\":{\"Records\":[1]}}"),
                row("no array in it", "{\"Records\":{\"a\":[1]}}", "{\"Records\":{\"a\":[1]}}"),
                row("value of that name", "{\"a\":\"Records\",\"b\":[1]}", "{\"a\":\"Records\",\"b\":[1]}"),
                row("two files", "{\"Records\":[{\"a\":1}]}\n{\"Records\":[{\"a\":2}]}", "{\"a\":1}", "{\"a\":2}"),
                row("pretty", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", "{\n  \"a\": {\n    \"b\": 1\n  }\n}"),
                row("scalars in an array", "[1, \"a,]\", null]", "1", "\"a,]\"", "null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeInputs")
    void inputIsCutIntoItsRecords(String name, String input, List<String> records) {
        List<Slice> slices = split(input);

        assertThat(slices).as(name).allMatch(Slice.Whole.class::isInstance);
        assertThat(slices).extracting(RecordSplitterTest::text).containsExactlyElementsOf(records);
    }

    /// Broken pieces carry a minus.
    static List<Arguments> brokenInputs() {
        return List.of(
                row("garbage line", "{\"a\":1}\nhello\n{\"a\":2}", "{\"a\":1}", "-hello", "{\"a\":2}"),
                row("scalar line", "12\n{}", "-12", "{}"),
                row("cut line", "{\"a\":1}\n{\"a\":\n{\"a\":3}", "{\"a\":1}", "{\"a\":", "{\"a\":3}"),
                row("cut first line", "{\"a\":\n{\"a\":2}\n{\"a\":3}", "{\"a\":\n", "{\"a\":2}", "{\"a\":3}"),
                row("cut first line in a string", "{\"a\":\"x\n{\"a\":2}\n{}", "{\"a\":\"x", "{\"a\":2}", "{}"),
                row("broken element", "[{\"a\":1},{\"a\" 2},{\"a\":3}]", "{\"a\":1}", "{\"a\" 2}", "{\"a\":3}"),
                row("bad literal", "[{\"a\":tru},{\"a\":3}]", "{\"a\":tru}", "{\"a\":3}"),
                row("element not closed", "[{\"a\":{\"b\":1},{\"a\":2}]", "{\"a\":{\"b\":1},", "{\"a\":2}"),
                row("wrong bracket", "[{\"a\":[1},{\"a\":2}]", "{\"a\":[1}", "{\"a\":2}"),
                row("inner quotes", "[{\"a\":\"x \"y\" z\"},{\"a\":2}]", "{\"a\":\"x \"y\" z\"}", "{\"a\":2}"),
                row("last element cut", "{\"Records\":[{\"a\":1},{\"b\":2]}", "{\"a\":1}", "{\"b\":2"),
                row("file cut in a record", "{\"Records\":[{\"a\":1},{\"b\":", "{\"a\":1}", "-{\"b\":"),
                row("file cut between", "{\"Records\":[{\"a\":1},", "{\"a\":1}", "-"),
                row("file cut behind", "{\"Records\":[{\"a\":1}],\"x\"", "{\"a\":1}", "-,\"x\""),
                row("object cut", "{\"a\":1", "-{\"a\":1"),
                row("array cut", "[{\"a\":1}", "{\"a\":1}", "-"),
                row("bad tail", "{\"Records\":[{\"a\":1}] 5}", "{\"a\":1}", "- 5}"),
                row("too deep", "[[[[[[[[[[[[1]]]]]]]]]]],{}]", "-[[[[[[[[[[[1]]]]]]]]]]]", "{}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenInputs")
    void neighboursOfBrokenRecordsGoOn(String name, String input, List<String> pieces) {
        assertThat(split(input))
                .as(name)
                .extracting(slice -> (slice instanceof Slice.Broken ? "-" : "") + text(slice))
                .containsExactlyElementsOf(pieces);
    }

    @Test
    void tooLargeRecordIsCutAndItsSizeTold() {
        String large = "{\"a\":\"" + "x".repeat(300) + "\"}";

        List<Slice> slices = split("[{\"a\":1}," + large + ",{\"a\":3}]");

        assertThat(slices)
                .extracting(RecordSplitterTest::text)
                .containsExactly("{\"a\":1}", large.substring(0, 20), "{\"a\":3}");
        assertThat(slices.get(1)).isInstanceOfSatisfying(Slice.Broken.class, broken -> {
            assertThat(broken.reason()).isEqualTo(RecordSplitter.TOO_LARGE);
            assertThat(broken.size()).isEqualTo(large.length());
            assertThat(broken.position()).isEqualTo("record 2");
            assertThat(broken.detail()).contains("200");
        });
    }

    @Test
    void positionsAreLinesOrRecords() {
        assertThat(split("{}\n\n{}\n[{},{}]"))
                .extracting(Slice::position)
                .containsExactly("line 1", "line 3", "record 1", "record 2");
    }

    @Test
    void fieldBeforeTheBatchMayBeAsLargeAsARecord() {
        assertThat(split("{\"k\":\"" + "x".repeat(400) + "\",\"Records\":[{}]}"))
                .extracting(RecordSplitterTest::text)
                .containsExactly("{}");
    }

    @Test
    void linesOfTextStandBesideJson() throws IOException {
        String input = "plain\r\n\n{\"a\":\n1}\n[12:00] up\n[{\"b\":2}]\n\tcontinued\n{ no json\nlast [";
        var splitter = new RecordSplitter(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Set.of("Records"),
                LIMITS,
                false,
                true);

        var pieces = new ArrayList<String>();
        for (Slice slice = splitter.next(); slice != null; slice = splitter.next()) {
            pieces.add(slice.getClass().getSimpleName() + " " + text(slice));
        }

        assertThat(pieces)
                .containsExactly(
                        "Line plain",
                        "Whole {\"a\":\n1}",
                        "Line [12:00] up",
                        "Whole {\"b\":2}",
                        "Line \tcontinued",
                        "Whole { no json",
                        "Line last [");
    }

    private static Arguments row(String name, String input, String... pieces) {
        return Arguments.of(name, input, List.of(pieces));
    }

    private static String text(Slice slice) {
        return new String(slice.bytes(), StandardCharsets.UTF_8);
    }

    private static List<Slice> split(String input) {
        return split(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), LIMITS);
    }

    static List<Slice> split(InputStream in, SplitLimits limits) {
        var slices = new ArrayList<Slice>();
        var splitter = new RecordSplitter(in, Set.of("Records"), limits, false, false);
        try {
            for (Slice slice = splitter.next(); slice != null; slice = splitter.next()) {
                slices.add(slice);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slices;
    }
}
