package tw.vigil.alert.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.alert.stand.FindingBuilder.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.alert.intake.FindingReader.Result;

class FindingReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final FindingReader reader = new FindingReader(JSON);

    @Test
    void whatTheEvaluatorWritesIsRead() throws JsonProcessingException {
        var finding = finding().by("alice").grouped("ip", "203.0.113.7").build();

        assertThat(reader.read(JSON.writeValueAsBytes(finding))).isEqualTo(new Result.Read(finding));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "1",
                "\"text\"",
                "{\"finding_id\":1}",
                "{\"finding_id\":\"x\",\"revision\":0}"
            })
    void whatIsNoFindingIsRejectedAndNotThrown(String text) {
        assertThat(reader.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Result.Rejected.class);
    }

    @Test
    void brokenJsonIsNamedAsSuch() {
        assertThat(reader.read("{\"finding_id\":".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Result.Rejected.class);
        assertThat(reader.read(new byte[0])).extracting("reason").isEqualTo("empty");
        assertThat(reader.read(null)).extracting("reason").isEqualTo("empty");
        assertThat(reader.read("nonsense".getBytes(StandardCharsets.UTF_8)))
                .extracting("reason")
                .isEqualTo("not_json");
    }

    @Test
    void aLevelThatIsNoneIsNamed() throws JsonProcessingException {
        assertThat(reader.read(JSON.writeValueAsBytes(finding().level("severe").build())))
                .extracting("detail")
                .asString()
                .contains("rule.level must be one of");
    }

    @Test
    void textThatPostgresCannotStoreIsReplaced() {
        assertThat(FindingReader.storable("a\u0000b")).isEqualTo("a\ufffdb");
        assertThat(FindingReader.storable("a\ud800b")).isEqualTo("a\ufffdb");
        assertThat(FindingReader.storable("a\udc00")).isEqualTo("a\ufffd");
        assertThat(FindingReader.storable("\ud83d\ude00 稽核")).isEqualTo("\ud83d\ude00 稽核");
    }
}
