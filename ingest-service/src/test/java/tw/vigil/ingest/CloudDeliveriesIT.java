package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Deliveries as clouds make them, from the wrapping to the log source that rules meet.
@QuarkusTest
class CloudDeliveriesIT extends IngestStand {
    private static final String AUDIT_EVENT =
            "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"k1\",\"stage\":\"ResponseComplete\","
                    + "\"verb\":\"list\",\"objectRef\":{\"resource\":\"secrets\",\"apiVersion\":\"v1\"},"
                    + "\"stageTimestamp\":\"2026-08-20T10:15:30Z\"}";
    private static final String LOG_ENTRY =
            "{\"insertId\":\"1x2y3z\",\"logName\":\"projects/p1/logs/cloudaudit.googleapis.com%2Factivity\","
                    + "\"timestamp\":\"2026-08-20T10:15:30.123456789Z\",\"protoPayload\":{\"status\":{}}}";

    @Test
    void oneEventHubCarriesManyLogs() {
        var response = send("azure.monitor", """
                {"records": [
                  {"time": "2026-08-20T10:15:30.1234567Z", "category": "Administrative", "operationName": "MICROSOFT.X/Y/WRITE",
                   "resourceId": "/SUBSCRIPTIONS/319A/RESOURCEGROUPS/RG", "identity": "lin@example.test", "durationMs": "4"},
                  {"time": "2026-08-20T10:15:30Z", "category": "NonInteractiveUserSignInLogs", "properties": {"id": "s1"}},
                  {"time": "2026-08-20T10:15:30Z", "category": "AuditLogs", "properties": {"id": "Directory_1"}},
                  {"time": "2026-08-20T10:15:30Z", "category": "kube-audit", "properties": {"log": %s}}]}""".formatted(text(AUDIT_EVENT)));

        assertCounts(response, 4, 0);
        assertThat(events.read(4))
                .extracting(record -> headers(record).get("ce_product") + "/"
                        + headers(record).get("ce_service"))
                .containsExactlyInAnyOrder(
                        "azure/activitylogs", "azure/signinlogs", "azure/auditlogs", "kubernetes/audit");
    }

    /// As some Function Apps write it.
    @Test
    void messageWithSingleQuotesIsQuarantined() {
        var response =
                send("azure.monitor", "{'records': [{'time': '2026-08-20T10:15:30Z', 'category': 'FunctionAppLogs'}]}");

        assertThat(response.jsonPath().getInt("accepted")).isZero();
        assertThat(quarantine.read(1))
                .first()
                .satisfies(record -> assertThat(headers(record)).containsEntry("vigil_reason", "not_json"));
    }

    @Test
    void eventGridArrayKeepsWhatStandsAroundData() {
        var event = "{\"id\":\"4db4\",\"topic\":\"/subscriptions/319A\",\"subject\":\"/subscriptions/319A/x\","
                + "\"eventType\":\"Microsoft.Resources.ResourceWriteSuccess\",\"eventTime\":\"2026-08-20T10:15:31Z\","
                + "\"dataVersion\":\"2\",\"metadataVersion\":\"1\",\"data\":{\"status\":\"Succeeded\"}}";

        assertCounts(send("azure.eventgrid", "[" + event + "]"), 1, 0);
        assertThat(events.read(1)).first().satisfies(record -> {
            assertThat(value(record)).isEqualTo(event);
            assertThat(headers(record))
                    .containsEntry("ce_service", "resourceevents")
                    .containsEntry("ce_account", "319a");
        });
    }

    @Test
    void pubSubPushHoldsALogEntry() {
        var push = "{\"message\":{\"data\":\"%s\",\"messageId\":\"2070\",\"publishTime\":\"2026-08-20T10:15:31Z\"},"
                        .formatted(Base64.getEncoder().encodeToString(LOG_ENTRY.getBytes(StandardCharsets.UTF_8)))
                + "\"subscription\":\"projects/soc/subscriptions/audit\"}";

        assertCounts(send("gcp.logging", push), 1, 0);
        assertThat(events.read(1)).first().satisfies(record -> {
            assertThat(value(record)).isEqualTo(LOG_ENTRY);
            assertThat(headers(record)).containsEntry("ce_service", "gcp.audit").containsEntry("ce_account", "p1");
        });
    }

    @Test
    void eksComesThroughCloudWatch() {
        var batch =
                "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":\"/aws/eks/prod/cluster\","
                        + "\"logStream\":\"kube-apiserver-audit-0a1b\",\"subscriptionFilters\":[\"soc\"],\"logEvents\":[{\"id\":\"3195\","
                        + "\"timestamp\":1787220930123,\"message\":" + text(AUDIT_EVENT) + "}]}";

        var response = sender(Stand.KUBERNETES_TOKEN)
                .contentType("application/json")
                .body(batch)
                .post("/v1/events/kubernetes.prod");

        assertCounts(response, 1, 0);
        assertThat(events.read(1))
                .first()
                .satisfies(record -> assertThat(value(record)).isEqualTo(AUDIT_EVENT));
    }

    @Test
    void oktaHookHoldsItsEvents() {
        var hook =
                "{\"eventType\":\"com.okta.event_hook\",\"eventTime\":\"2026-08-20T10:15:31.200Z\",\"data\":{\"events\":["
                        + "{\"uuid\":\"f1d0\",\"published\":\"2026-08-20T10:15:30.159Z\",\"eventType\":\"user.session.start\",\"target\":null}]}}";

        assertCounts(send("okta.system", hook), 1, 0);
        assertThat(events.read(1))
                .first()
                .satisfies(record -> assertThat(headers(record)).containsEntry("ce_id", "f1d0"));
    }

    private static Response send(String source, String body) {
        return sender(Stand.cloudToken(source))
                .contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/events/" + source);
    }

    private static String text(String json) {
        return '"' + json.replace("\"", "\\\"") + '"';
    }
}
