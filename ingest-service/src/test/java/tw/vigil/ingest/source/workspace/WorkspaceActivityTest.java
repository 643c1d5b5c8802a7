package tw.vigil.ingest.source.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class WorkspaceActivityTest implements SourceContract {
    private static final String COMPLETE = """
            {"kind": "admin#reports#activity", "id": {"time": "2026-08-20T10:15:30.123Z", "uniqueQualifier": "-771",
             "applicationName": "admin", "customerId": "C03az79cb"}, "actor": {"email": "lin@example.test"},
             "events": [{"type": "USER_SETTINGS", "name": "GRANT_ADMIN_PRIVILEGE", "parameters": []}]}""";

    @Override
    public Source source() {
        return new WorkspaceActivity();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "admin/2026-08-20T10:15:30.123Z/-771",
                        SourceContract.at("2026-08-20T10:15:30.123Z"),
                        "GRANT_ADMIN_PRIVILEGE",
                        "C03az79cb",
                        null,
                        new LogSource("gcp", "google_workspace.admin", null)));
    }

    @Override
    public List<String> strangers() {
        return List.of("{}", COMPLETE.replace("applicationName", "x"), COMPLETE.replace("\"events\"", "\"x\""));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("\"time\"", "\"x\""), COMPLETE.replace("2026-08-20T", "soon"));
    }

    @Test
    void eachApplicationIsALogSource() {
        assertThat(read(COMPLETE.replace("\"admin\"", "\"login\""), true))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource())
                                .isEqualTo(new LogSource("gcp", "google_workspace.login", null)));
    }
}
