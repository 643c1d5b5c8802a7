package tw.vigil.sigma.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.GeneratedEvents;
import tw.vigil.sigma.json.JsonReader;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.MalformedJsonException;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.Event;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.Value;

class ProjectingParserTest {

    private static final List<FieldPath> PATHS =
            List.of("a", "b", "a.b", "a.b.c", "b.c", "list", "list.x", "n.m.o", "n.m", "n", "doc", "é", "abcdefgh")
                    .stream()
                    .map(FieldPath::new)
                    .toList();
    private static final Projection PROJECTION = new Projection(PATHS, Decoder.NONE, true);
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final ProjectedEvent event = new ProjectedEvent();
    private final ProjectingParser parser = new ProjectingParser(event);

    private long accepted;
    private long leftToTree;

    @Test
    void acceptsOnlyWhatTheTreeReaderAcceptsAndReadsTheSameValues() {
        Cases.check(Integer.getInteger("cases.events", 30_000), random -> {
            byte[] json = new GeneratedEvents(random).next();
            var tree = tree(json);
            boolean accepts = parser.parse(json, PROJECTION);

            if (accepts) {
                accepted++;
                assertThat(tree).as(() -> text(json)).isInstanceOf(JsonObject.class);
                assertThat(jacksonAccepts(json)).as(() -> text(json)).isTrue();
                assertThat(read()).as(() -> text(json)).isEqualTo(expected(Objects.requireNonNull(tree)));
            } else if (tree != null) {
                leftToTree++;
                parser.fill(tree, PROJECTION);
                assertThat(read()).as(() -> text(json)).isEqualTo(expected(tree));
            }
        });
        assertThat(accepted).isGreaterThan(5_000);
        assertThat(leftToTree).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}x",
                "{\"a\":}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "{,}",
                "[]",
                "1",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":-}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"x",
                "{\"a\":\"\u0001\"}",
                "{\"a\":1,\"a\":2}",
                "{\"other\":1,\"b\":2,\"other\":3}",
                "{\"x\":{\"y\":1,\"y\":1}}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1}}",
                "{\"a\":\"x\ty\"}",
                "{\"a\":[}",
                "{\"a\":1\u00a0}"
            })
    void whatTheTreeReaderRejectsIsNotAccepted(String json) {
        assertThat(parser.parse(json.getBytes(StandardCharsets.UTF_8), PROJECTION))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0AF",
                "C1BF",
                "E08080",
                "EDA080",
                "EDBFBF",
                "F0808080",
                "F4908080",
                "F5808080",
                "80",
                "C3",
                "E282",
                "FF"
            })
    void invalidUtf8IsNotAcceptedAnywhere(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);

        for (var around :
                List.of("{\"%s\":1}", "{\"a\":\"%s\"}", "{\"unused\":\"twelve bytes%s\"}", "{\"unused %s\":[]}")) {
            var parts = around.split("%s", -1);
            byte[] head = parts[0].getBytes(StandardCharsets.UTF_8);
            byte[] tail = parts[1].getBytes(StandardCharsets.UTF_8);
            byte[] json = Arrays.copyOf(head, head.length + bad.length + tail.length);
            System.arraycopy(bad, 0, json, head.length, bad.length);
            System.arraycopy(tail, 0, json, head.length + bad.length, tail.length);

            assertThat(parser.parse(json, PROJECTION)).as(around).isFalse();
            assertThat(tree(json)).as(around).isNull();
        }
    }

    @Test
    void depthIsBoundedAsInTheTree() {
        for (int depth : new int[] {JsonReader.MAX_DEPTH, JsonReader.MAX_DEPTH + 1}) {
            byte[] json =
                    ("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}").getBytes(StandardCharsets.UTF_8);

            assertThat(parser.parse(json, PROJECTION)).isEqualTo(tree(json) != null);
        }
    }

    @Test
    void duplicatesAreFoundAmongManyMembers() {
        for (int members : new int[] {2, 10, 60, 200, 255}) {
            for (int twice = 0; twice < members; twice += 7) {
                int again = twice;
                var names = IntStream.range(0, members)
                        .mapToObj(i -> "\"name" + i + "\":" + i)
                        .toList();
                var json = "{" + String.join(",", names) + ",\"name" + again + "\":0}";

                assertThat(parser.parse(json.getBytes(StandardCharsets.UTF_8), PROJECTION))
                        .isFalse();
            }
        }
    }

    private List<String> read() {
        List<String> lines = new ArrayList<>();
        for (int path = 0; path <= PATHS.size(); path++) {
            lines.add(path + " " + event.isPresent(path));
            for (int link = event.isPresent(path) ? event.firstLink(path) : -1;
                    link >= 0;
                    link = event.nextLink(link)) {
                int value = event.valueAt(link);
                lines.add(event.kind(value) + " " + event.folded(value) + " " + event.plain(value) + " "
                        + event.value(value).json());
            }
        }
        return lines;
    }

    private static List<String> expected(JsonValue tree) {
        List<String> lines = new ArrayList<>();
        for (int path = 0; path < PATHS.size(); path++) {
            List<Value> found = new ArrayList<>();
            lines.add(path + " " + PATHS.get(path).resolve(tree, Decoder.NONE, found));
            found.forEach(value -> lines.add(line(value)));
        }
        lines.add(PATHS.size() + " true");
        new Event(tree, new FieldPath[0][], Decoder.NONE).scalars().forEach(value -> lines.add(line(value)));
        return lines;
    }

    private static String line(Value value) {
        var kind = switch (value.json()) {
            case JsonValue.JsonString _ -> "STRING";
            case JsonValue.JsonNumber _ -> "NUMBER";
            case JsonValue.JsonBoolean truth -> truth.name();
            case JsonValue.JsonNull _ -> "NULL";
            case JsonObject _, JsonValue.JsonArray _ -> "OBJECT";
        };
        return kind + " " + value.folded() + " " + value.text() + " " + value.json();
    }

    private static @Nullable JsonValue tree(byte[] json) {
        try {
            return JsonReader.read(json);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static boolean jacksonAccepts(byte[] json) {
        try (JsonParser jackson = JACKSON.createParser(json)) {
            int roots = 0;
            int depth = 0;
            for (var token = jackson.nextToken(); token != null; token = jackson.nextToken()) {
                roots += depth == 0 ? 1 : 0;
                depth += token.isStructStart()
                        ? 1
                        : token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    jackson.getText();
                }
            }
            return roots == 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
