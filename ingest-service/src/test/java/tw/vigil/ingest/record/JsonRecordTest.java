package tw.vigil.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordTest {
    private static final JsonRecord.Reader READER = new JsonRecord.Reader(5);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":1~not_json",
                "{\"a\":tru}~not_json",
                "{\"a\":1,}~not_json",
                "{\"a\":01}~not_json",
                "{'a':1}~not_json",
                "{\"a\":\"\\x\"}~not_json",
                "{\"a\":NaN}~not_json",
                "{\"a\":1} x~not_json",
                "{\"a\":1}{}~not_json",
                "[1]~not_an_object",
                "7~not_an_object",
                "{\"a\":1,\"a\":2}~duplicate_field",
                "{\"b\":{\"a\":1,\"a\":2}}~duplicate_field",
                "{\"a\":[[[[[1]]]]]}~too_deep"
            })
    void recordIsMalformed(String json, String reason) {
        assertThat(read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ReadResult.Malformed.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo(reason));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] json = "{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        json[6] = (byte) 0xff;

        assertThat(read(json))
                .isInstanceOfSatisfying(
                        ReadResult.Malformed.class,
                        malformed -> assertThat(malformed.reason()).isEqualTo("not_utf8"));
    }

    @Test
    void detailDoesNotQuoteTheRecord() {
        assertThat(read("{\"a\":hunter2}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ReadResult.Malformed.class,
                        malformed -> assertThat(malformed.detail())
                                .doesNotContain("hunter2")
                                .contains("byte"));
    }

    @Test
    void textsAndObjectsAreFoundByPath() {
        String json = "{\"a\": {\"b\":\"資料\"}, \"l\":[{\"x\":\"1\"},{\"x\":\"2\"}], \"n\":5, \"e\":\"\"}";

        assertThat(read(json.getBytes(StandardCharsets.UTF_8))).isInstanceOfSatisfying(ReadResult.Read.class, read -> {
            JsonRecord record = read.record();
            assertThat(record.text("a.b")).isEqualTo("資料");
            assertThat(record.text("l[1].x")).isEqualTo("2");
            assertThat(record.text("n")).isNull();
            assertThat(record.text("e")).isNull();
            assertThat(record.has("n")).isTrue();
            assertThat(record.has("b")).isFalse();
            assertThat(record.object("a")).isEqualTo("{\"b\":\"資料\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(record.object("l")).isNull();
        });
    }

    @Test
    void recordKnowsWhatTheTransportSaidOfIt() {
        var result = READER.read(
                "{\"action\":\"added\"}".getBytes(StandardCharsets.UTF_8),
                Paths.of(Set.of("action")),
                Map.of("x-github-event", "member"));

        assertThat(result).isInstanceOfSatisfying(ReadResult.Read.class, read -> {
            assertThat(read.record().hint("x-github-event")).isEqualTo("member");
            assertThat(read.record().hint("x-github-delivery")).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":\"x\"}}~a.b~x",
                "{\"a.b\":\"x\"}~a.b~x",
                "{\"a\":{\"b.c\":{\"d\":\"x\"}}}~a.b.c.d~x",
                "{\"a.b\":{\"c\":{\"d\":\"x\"}}}~a.b.c.d~x",
                "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":\"x\"}}}}}~a.b.c.d.e~x",
                "{\"l\":[{\"x\":\"0\"},{\"x\":\"1\"}]}~l[1].x~1",
                "{\"l\":[[\"0\",\"1\"]]}~l[0][1]~1",
                "{\"l\":[\"0\",\"1\",\"2\"]}~l[2]~2",
                "{\"l\":{\"1\":\"x\"}}~l[1]~",
                "{\"a\":[\"x\"]}~a~",
                "{\"a\":{\"bc\":\"x\"}}~a.b~",
                "{\"a\":{\"b\":\"x\"}}~a.bc~"
            })
    void pathNamesOnePlace(String json, String path, @Nullable String text) {
        var result = READER.read(json.getBytes(StandardCharsets.UTF_8), Paths.of(Set.of(path, "other.path")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ReadResult.Read.class,
                        read -> assertThat(read.record().text(path)).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "a", "a.b", "l", "x[y]", "[", ""})
    void memberOfAnyNameCanBeAdded(String name) {
        var known = Paths.of(Set.of("a.b", "l[1].x"));
        String json = "{\"a\":{\"b\":\"1\"},\"l\":[0,{\"x\":\"2\"}],\"%s\":\"3\"}".formatted(name);
        boolean twice = name.equals("a") || name.equals("l");

        var result = READER.read(
                (twice ? json.replaceFirst("^.*,", "{") : json).getBytes(StandardCharsets.UTF_8), known.and(name));

        assertThat(result).isInstanceOfSatisfying(ReadResult.Read.class, read -> {
            assertThat(read.record().text(name)).isEqualTo("3");
            assertThat(read.record().text("l[1].x")).isEqualTo(twice ? null : "2");
        });
        assertThat(READER.read("{\"event\":\"3\"}".getBytes(StandardCharsets.UTF_8), known))
                .isInstanceOfSatisfying(
                        ReadResult.Read.class,
                        read -> assertThat(read.record().text("event")).isNull());
    }

    private static ReadResult read(byte[] json) {
        return READER.read(json, Paths.of(Set.of("a.b", "l[1].x", "n", "e")));
    }
}
