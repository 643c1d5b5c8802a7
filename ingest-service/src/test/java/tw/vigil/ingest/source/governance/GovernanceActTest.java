package tw.vigil.ingest.source.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.event.Topics;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class GovernanceActTest implements SourceContract {
    private static final String COMPLETE = """
            {"id":"2026-AUD-007","act":"provider.audited","clause":"art6.1.b","subject":{"engagement":"ENG-01"},
             "period":"2026","performed_at":"2026-08-20T10:15:30Z","performer":{"unit":"AUD","person":"a.chen"},
             "approver":{"unit":"CGU","person":"b.lin"},"evidence":[{"name":"report.pdf",
             "sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]}""";

    @Override
    public Source source() {
        return new GovernanceAct();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "provider.audited/2026-AUD-007",
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "engagement/ENG-01",
                        null,
                        null));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("provider.audited", "provider.audit"),
                COMPLETE.replace("\"person\":\"a.chen\"", "\"x\":1"),
                COMPLETE.replace("b.lin", "a.chen"),
                COMPLETE.replace("\"evidence\"", "\"x\""),
                COMPLETE.replace("9f86d0", "9F86D0"));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("performed_at", "x"), COMPLETE.replace("2026-08-20T10:15:30Z", "2026-08-20"));
    }

    @Test
    void schemaSaysTheSame() throws IOException {
        try (var file = Topics.class.getResourceAsStream("/schemas/governance-act.schema.json")) {
            var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(file);
            var json = new ObjectMapper();

            assertThat(schema.validate(json.readTree(COMPLETE))).isEmpty();
            for (String wrong : List.of(
                    COMPLETE.replace("provider.audited", "provider.audit"),
                    COMPLETE.replace("\"person\":\"a.chen\"", "\"x\":1"),
                    COMPLETE.replace("\"evidence\"", "\"x\""),
                    COMPLETE.replace("9f86d0", "9F86D0"))) {
                assertThat(schema.validate(json.readTree(wrong))).as(wrong).isNotEmpty();
            }
            GovernanceAct.ACTS.forEach(act -> assertThat(
                            schema.validate(tree(json, COMPLETE.replace("provider.audited", act))))
                    .as(act)
                    .isEmpty());
        }
    }

    private static JsonNode tree(ObjectMapper json, String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void actOfTheFirmsOwnIsTaken() {
        assertThat(read(COMPLETE.replace("provider.audited", "firm.crisis_call.tested"), false))
                .isInstanceOf(Reading.Audit.class);
        assertThat(read(COMPLETE.replace("provider.audited", "firm"), false)).isInstanceOf(Reading.Rejected.class);
    }
}
