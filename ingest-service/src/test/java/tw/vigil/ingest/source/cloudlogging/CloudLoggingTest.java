package tw.vigil.ingest.source.cloudlogging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class CloudLoggingTest implements SourceContract {
    private static final String LOG = "projects/p1/logs/cloudaudit.googleapis.com%2Factivity";
    private static final String COMPLETE = """
            {"insertId": "1x2y3z", "logName": "%s", "timestamp": "2026-08-20T10:15:30.123456789Z",
             "receiveTimestamp": "2026-08-20T10:15:31Z", "severity": "NOTICE", "operation": {"id": "op1", "first": true},
             "resource": {"type": "gce_instance", "labels": {"project_id": "p1", "zone": "asia-east1-b"}},
             "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog", "status": {},
              "serviceName": "compute.googleapis.com", "methodName": "v1.compute.instances.insert",
              "resourceName": "projects/p1/zones/asia-east1-b/instances/i1"}}""".formatted(LOG);

    @Override
    public Source source() {
        return new CloudLogging();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "1x2y3z/" + LOG + "/2026-08-20T10:15:30.123456789Z",
                        SourceContract.at("2026-08-20T10:15:30.123456789Z"),
                        "projects/p1/zones/asia-east1-b/instances/i1",
                        "p1",
                        "asia-east1"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                "{\"protopayload_auditlog\": {}, \"logName\": \"x\", \"timestamp\": \"2026-08-20T10:15:30Z\"}",
                "{\"protoPayload\": {\"methodName\": \"x\"}, \"timestamp\": \"2026-08-20T10:15:30Z\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("\"timestamp\"", "\"x\"").replace("receiveTimestamp", "y"),
                COMPLETE.replace("2026-08-20T10:15:30.123456789Z", "soon"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"activity", "data_access", "system_event", "policy", "access_transparency"})
    void everyAuditLogIsOne(String log) {
        var reading = read(COMPLETE.replace("activity", log), false);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource()).isNull());
    }

    @Test
    void bothEntriesOfALongOperationAreKept() {
        var first = (Reading.Audit) read(COMPLETE, false);
        var last = (Reading.Audit) read(COMPLETE.replace("1x2y3z", "4a5b6c").replace("\"first\"", "\"last\""), false);

        assertThat(last.id()).isNotEqualTo(first.id());
    }

    @ParameterizedTest
    @CsvSource({
        "admin.googleapis.com, google_workspace.admin",
        "login.googleapis.com, google_workspace.login",
        "oauth2.googleapis.com, google_workspace.token"
    })
    void workspaceIsNamedByItsService(String service, String logSource) {
        assertThat(read(COMPLETE.replace("compute.googleapis.com", service), false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource()).isEqualTo(new LogSource("gcp", logSource, null)));
    }

    @Test
    void otherLogsOfASinkAreCalledByTheirName() {
        var flow = """
                {"insertId": "f1", "logName": "projects/p1/logs/compute.googleapis.com%2Fvpc_flows", "jsonPayload": {},
                 "timestamp": "2026-08-20T10:15:30Z", "resource": {"labels": {"location": "asia-east1-b"}}}""";

        assertThat(read(flow, false)).isInstanceOfSatisfying(Reading.Audit.class, audit -> {
            assertThat(audit.logSource()).isEqualTo(new LogSource("gcp", "compute.googleapis.com/vpc_flows", null));
            assertThat(audit.account()).isEqualTo("p1");
            assertThat(audit.region()).isEqualTo("asia-east1");
        });
    }

    @Test
    void entryOfAnOrganisationBelongsToIt() {
        var entry =
                COMPLETE.replace("projects/p1/logs", "organizations/673/logs").replace("project_id", "x");

        assertThat(read(entry, false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.account()).isEqualTo("673"));
    }
}
