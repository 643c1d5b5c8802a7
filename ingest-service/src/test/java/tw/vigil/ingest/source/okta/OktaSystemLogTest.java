package tw.vigil.ingest.source.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class OktaSystemLogTest implements SourceContract {
    private static final String COMPLETE = """
            {"uuid": "f1d0b993", "published": "2026-08-20T10:15:30.159Z", "eventType": "user.account.privilege.grant", "version": "0",
             "severity": "INFO", "actor": {"id": "00u1", "type": "User", "alternateId": "lin@example.test"},
             "outcome": {"result": "SUCCESS"}, "target": [{"id": "00u2", "type": "User", "alternateId": "wu@example.test"}]}""";

    @Override
    public Source source() {
        return new OktaSystemLog();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "f1d0b993",
                        SourceContract.at("2026-08-20T10:15:30.159Z"),
                        "wu@example.test",
                        "okta.system",
                        null));
    }

    @Override
    public List<String> strangers() {
        return List.of("{}", COMPLETE.replace("eventType", "eventtype"), COMPLETE.replace("published", "x"));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("2026-08-20T", "soon"), COMPLETE.replace("\"2026-08-20T10:15:30.159Z\"", "1"));
    }

    @Test
    void eventWithoutATargetHasNoSubject() {
        var session = COMPLETE.replaceAll("\"target\": .*", "\"target\": null}");

        assertThat(read(session, false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.subject()).isNull());
    }
}
