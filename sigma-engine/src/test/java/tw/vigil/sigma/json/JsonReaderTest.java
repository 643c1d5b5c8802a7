package tw.vigil.sigma.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonObject;

class JsonReaderTest {

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}",
                "[]",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{'a':1}",
                "01",
                "-",
                "-0",
                "+1",
                ".5",
                "5.",
                "1e",
                "1e+",
                "1E5",
                "0.0e-3",
                "NaN",
                "Infinity",
                "0x1",
                "1 2",
                "tru",
                "truex",
                "nul",
                "true",
                "false",
                "null",
                "\"\\u12\"",
                "\"\\x\"",
                "\"\\u00e9\\n\\/\"",
                "\"tab\there\"",
                "\"\\ud83d\\ude00\"",
                "\"é😀\"",
                "\"open",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":[1,{\"c\":null}]}}",
                "[1]x",
                "{\"a\":1}{",
                "9007199254740993",
                "1e400",
                "/*c*/1",
                "[1 2]",
                "{\"a\" 1}",
                "\"\\\"\"",
                "[[[[]]]]",
                "  {\"a\" : [ 1 , 2 ] }  "
            })
    void acceptsAndRejectsLikeJackson(String json) {
        agreesWithJackson(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void damagedEventsAreJudgedLikeJackson() {
        var event = """
                {"eventTime":"2026-08-20T10:15:30Z","who":{"arn":"arn:aws:iam::111122223333:user/林","mfa":false},
                 "ports":[22,3389.5,-1e3],"note":"line\\nbreak \\u00e9 \\\\ \\"quoted\\"","none":null}
                """.getBytes(StandardCharsets.UTF_8);
        Cases.check(5_000, random -> {
            var damaged = event.clone();
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(3)) {
                case 0 -> damaged[at] = (byte) random.nextInt(0x20, 0x7F);
                case 1 -> damaged[at] = "{}[],:\"\\0e-".getBytes(StandardCharsets.US_ASCII)[random.nextInt(11)];
                default -> damaged = Arrays.copyOf(damaged, at);
            }
            agreesWithJackson(damaged);
        });
    }

    /// Where the two part on purpose.
    @Test
    void doubtfulInputHasOneDefinedOutcome() throws MalformedJsonException {
        assertThat(JsonReader.read(bytes("\uFEFF{}")).text()).isEqualTo("{}");
        assertThat(JsonReader.read(bytes("\"\\ud83dx\"")).text()).isEqualTo("\uFFFDx");
        assertThat(JsonReader.read(bytes("\"\\ude00\\ud83d\\u0041\"")).text()).isEqualTo("\uFFFD\uFFFDA");
        assertThat(JsonReader.read(bytes("12345678901234567890.10")).text()).isEqualTo("12345678901234567890.10");
        assertRejected("22c328220a", "overlong or broken sequence");
        assertRejected("22c0af22", "overlong slash");
        assertRejected("22eda08022", "encoded surrogate");
        assertRejected("22f490808022", "beyond U+10FFFF");
        assertRejected("22e4b8", "truncated sequence");
    }

    @Test
    void deepAndLargeInputIsRefused() {
        assertThatThrownBy(() -> JsonReader.read(bytes("[".repeat(300) + "]".repeat(300))))
                .hasMessageContaining("deeper than 256");
        assertThatThrownBy(() -> JsonReader.read(new byte[JsonReader.MAX_BYTES + 1]))
                .hasMessageContaining("more than");
    }

    @Test
    void problemsNameTheByte() {
        assertThatThrownBy(() -> JsonReader.read(bytes("{\"a\":1,\"a\":2}")))
                .hasMessageContaining("duplicate key")
                .extracting(e -> ((MalformedJsonException) e).offset())
                .isEqualTo(7);
    }

    @Test
    void compactTextKeepsOrderAndEscapesOnlyWhatItMust() throws MalformedJsonException {
        var value = JsonReader.read(bytes("{ \"b\" : [1.50, true, \"\\u00e9\\u0001/\"], \"a\" : {} }"));

        assertThat(value).isInstanceOf(JsonObject.class);
        assertThat(value.text()).isEqualTo("{\"b\":[1.50,true,\"é\\u0001/\"],\"a\":{}}");
    }

    private static void assertRejected(String hex, String why) {
        assertThatThrownBy(() -> JsonReader.read(HexFormat.of().parseHex(hex)))
                .as(why)
                .isInstanceOf(MalformedJsonException.class);
    }

    private static void agreesWithJackson(byte[] json) {
        String expected;
        try {
            var tree = JACKSON.readTree(json);
            expected = tree.isMissingNode() ? "rejected" : "[" + tree + "]";
        } catch (IOException e) {
            expected = "rejected";
        }
        String actual;
        try {
            actual = JACKSON.readTree(new JsonArray(List.of(JsonReader.read(json))).text())
                    .toString();
        } catch (MalformedJsonException e) {
            actual = "rejected";
        } catch (IOException e) {
            actual = "our text is no JSON: " + e.getMessage();
        }
        assertThat(actual).as(new String(json, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
