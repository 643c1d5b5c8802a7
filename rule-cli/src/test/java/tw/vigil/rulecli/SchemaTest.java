package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.scaffold.Kind;
import tw.vigil.rulecli.scaffold.RuleTemplate;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.RuleFile;

/// The schemas that editors complete by, against the built-in rules and against slips.
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD = """
            title: Trail stopped
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName|contains: StopLogging
              condition: selection
            level: high
            """;

    @Test
    void everyBuiltInRuleAndItsEventsFit() {
        var pack = PackReader.read(List.of());
        for (RuleFile file : pack.rules()) {
            for (Object document : Yaml.documents(file.path(), file.text())) {
                assertThat(problems("rule", document)).as(file.path()).isEmpty();
            }
        }
        for (RuleFile file : pack.proofs().values()) {
            assertThat(problems(
                            "events", Yaml.documents(file.path(), file.text()).getFirst()))
                    .as(file.path())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyTemplateFits(Kind kind) {
        var template = new RuleTemplate(kind, "aws.cloudtrail", "sample", "Sample");

        for (Object document : Yaml.documents("sample.yml", template.rule())) {
            assertThat(problems("rule", document)).isEmpty();
        }
        assertThat(problems(
                        "events",
                        Yaml.documents("sample.events.yml", template.events()).getFirst()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "expectation, every: 24h>every: daily",
        "expectation, every: 24h>each: 24h",
        "baseline, learn: 7d>learn: a week"
    })
    void slipsInOwnKindsAreFound(Kind kind, String slip) {
        var parts = slip.split(">", 2);
        var rule = new RuleTemplate(kind, "aws.cloudtrail", "sample", "Sample").rule();

        assertThat(rule).contains(parts[0]);
        assertThat(problems(
                        "rule",
                        Yaml.documents("sample.yml", rule.replace(parts[0], parts[1]))
                                .getLast()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level: high>level: severe",
                "|contains>|containz",
                "title: Trail stopped>titel: Trail stopped",
                "  condition: selection>  conditions: selection",
                "product: aws>product: [aws]",
                "StopLogging>{a: b}"
            })
    void slipsDoNotFit(String change) {
        String[] parts = change.split(">", -1);
        assertThat(GOOD).contains(parts[0]);

        String bad = GOOD.replace(parts[0], parts[1]);

        assertThat(problems("rule", Yaml.documents("good", GOOD).getFirst())).isEmpty();
        assertThat(problems("rule", Yaml.documents("bad", bad).getFirst())).isNotEmpty();
    }

    private static Set<ValidationMessage> problems(String schema, Object document) {
        JsonNode node = JSON.valueToTree(document);
        return schema(schema).validate(node);
    }

    private static JsonSchema schema(String name) {
        String path = "/tw/vigil/rules/schema/" + name + ".schema.json";
        try (var in = SchemaTest.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
