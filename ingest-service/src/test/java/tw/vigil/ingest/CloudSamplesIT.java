package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Records that others wrote, where the folder of samples lies beside the project: each is accepted under its log
/// source or quarantined with a reason that somebody looked at.
@QuarkusTest
class CloudSamplesIT extends IngestStand {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Of each file: where in a row the record lies, its source, the accepted by log source, the others by reason.
    static Stream<Arguments> files() {
        return Stream.of(
                // the audit event in an AKS record has no auditID
                file(
                        "panther-dev/Azure.MonitorActivity.jsonl",
                        "event",
                        "azure.monitor",
                        Map.of("azure/activitylogs", 46),
                        Map.of("not_kubernetes_audit", 1)),
                file(
                        "panther-dev/Azure.Audit.jsonl",
                        "event",
                        "azure.monitor",
                        Map.of("azure/signinlogs", 5),
                        Map.of()),
                // one record has no time
                file(
                        "panther-dev/MicrosoftIntune.AuditLogs.jsonl",
                        "event",
                        "azure.monitor",
                        Map.of("azure/intune", 1),
                        Map.of("time_unreadable", 1)),
                file(
                        "panther-dev/MicrosoftDefenderXDR.AdvancedHunting.jsonl",
                        "event",
                        "azure.monitor",
                        Map.of("azure/advancedhunting", 2),
                        Map.of()),
                file(
                        "panther-dev/MicrosoftGraph.SecurityAlertV2.jsonl",
                        "event",
                        "azure.monitor",
                        Map.of("azure/securityalerts", 4),
                        Map.of()),
                // all are in the names of the Python SDK
                file("plaso/azure_activity_log.jsonl", "", "azure.monitor", Map.of(), Map.of("azure_sdk_form", 4)),
                file(
                        "resource-change/azure-eventgrid.jsonl",
                        "event",
                        "azure.eventgrid",
                        Map.of("azure/resourceevents", 11),
                        Map.of()),
                file(
                        "resource-change/azure-eventgrid.docs.jsonl",
                        "event",
                        "azure.eventgrid",
                        Map.of("azure/resourceevents", 10),
                        Map.of()),
                // rows cut down to what a rule tests, or renamed (at_sign_type, insertid)
                file(
                        "panther-dev/GCP.AuditLog.jsonl",
                        "event",
                        "gcp.logging",
                        Map.of("gcp/gcp.audit", 22),
                        Map.of("not_gcp_log_entry", 21)),
                // a finding of Security Command Center, which gcp.scc reads
                file(
                        "c7n/gcp-auditlog.jsonl",
                        "event",
                        "gcp.logging",
                        Map.of("gcp/gcp.audit", 46),
                        Map.of("not_gcp_log_entry", 1)),
                // payloads of other services (builds, buckets, Firestore, Pub/Sub texts), a BigQuery row
                file(
                        "gcp/google-samples.jsonl",
                        "event",
                        "gcp.logging",
                        Map.of(
                                "gcp/compute.googleapis.com/vpc_flows",
                                1,
                                "gcp/gcp.audit",
                                15,
                                "gcp/google_workspace.admin",
                                1,
                                "gcp/google_workspace.login",
                                3,
                                "gcp/requests",
                                2),
                        Map.of("gcp_bigquery_form", 1, "not_gcp_log_entry", 7, "not_json", 3)),
                file(
                        "plaso/gcp_logging.jsonl",
                        "",
                        "gcp.logging",
                        Map.of("gcp/gcp.audit", 9, "gcp/testlog", 2),
                        Map.of()),
                file("resource-change/gcp-cai-feed.jsonl", "event", "gcp.asset", Map.of("gcp/cloudasset", 7), Map.of()),
                file(
                        "resource-change/gcp-cai-feed.docs.jsonl",
                        "event",
                        "gcp.asset",
                        Map.of("gcp/cloudasset", 4),
                        Map.of()),
                // activities without their list of events, flattened by another product
                file(
                        "panther-dev/GSuite.ActivityEvent.jsonl",
                        "event",
                        "google.workspace",
                        Map.of(),
                        Map.of("not_workspace_activity", 16)),
                file(
                        "panther-dev/Microsoft365.Audit.SharePoint.jsonl",
                        "event",
                        "m365.audit",
                        Map.of("m365/audit", 5),
                        Map.of()),
                file("plaso/microsoft_audit_log.jsonl", "", "m365.audit", Map.of("m365/audit", 4), Map.of()),
                // lines whose timestamp was renamed
                file(
                        "panther-dev/GitHub.Audit.jsonl",
                        "event",
                        "github.audit",
                        Map.of("github/audit", 2),
                        Map.of("time_unreadable", 2)),
                file(
                        "panther-dev/GitHub.Webhook.jsonl",
                        "event",
                        "github.audit",
                        Map.of("github/webhook", 20),
                        Map.of()),
                // a security advisory, which only its header would tell; the ping is no record
                file(
                        "github/webhook-payloads.jsonl",
                        "payload",
                        "github.audit",
                        Map.of("github/webhook", 51),
                        Map.of("not_github", 1)),
                // names in lower case
                file(
                        "panther-dev/Okta.SystemLog.jsonl",
                        "event",
                        "okta.system",
                        Map.of("okta/okta", 5),
                        Map.of("not_okta_event", 2)),
                // events without auditID
                file(
                        "panther-dev/Amazon.EKS.Audit.jsonl",
                        "event",
                        "kubernetes.prod",
                        Map.of(),
                        Map.of("not_kubernetes_audit", 7)));
    }

    private static Arguments file(
            String name, String field, String source, Map<String, Integer> accepted, Map<String, Integer> quarantined) {
        return Arguments.of(name, field, source, accepted, quarantined);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyRecordIsAccountedFor(
            String name, String field, String source, Map<String, Integer> accepted, Map<String, Integer> quarantined)
            throws IOException {
        var lines = new ArrayList<String>();
        for (String row : Files.readAllLines(VendorSamples.file(name))) {
            JsonNode record =
                    field.isEmpty() ? JSON.readTree(row) : JSON.readTree(row).get(field);
            lines.add(record.toString());
        }
        int expectedAccepted =
                accepted.values().stream().mapToInt(Integer::intValue).sum();
        int expectedQuarantined =
                quarantined.values().stream().mapToInt(Integer::intValue).sum();

        var response = sender(source.equals("kubernetes.prod") ? Stand.KUBERNETES_TOKEN : Stand.cloudToken(source))
                .contentType("application/x-ndjson")
                .body(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/" + source);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        var counts = response.jsonPath();
        assertThat(counts.getInt("accepted")).as(response.asString()).isEqualTo(expectedAccepted);
        assertThat(counts.getInt("quarantined")).as(response.asString()).isEqualTo(expectedQuarantined);
        assertThat(counts.getInt("received"))
                .isEqualTo(expectedAccepted + expectedQuarantined + counts.getInt("control"));
        var bySource = new TreeMap<String, Integer>();
        events.read(expectedAccepted).forEach(record -> {
            var headers = headers(record);
            bySource.merge(headers.get("ce_product") + "/" + headers.get("ce_service"), 1, Integer::sum);
        });
        var byReason = new TreeMap<String, Integer>();
        quarantine
                .read(expectedQuarantined)
                .forEach(record -> byReason.merge(headers(record).get("vigil_reason"), 1, Integer::sum));
        assertThat(bySource).isEqualTo(accepted);
        assertThat(byReason).isEqualTo(quarantined);
    }
}
