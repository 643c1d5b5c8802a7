package tw.vigil.ingest.source.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;
import tw.vigil.ingest.source.kubernetes.KubernetesAudit;

class AzureMonitorTest implements SourceContract {
    private static final String ACTIVITY = """
            {"time": "2026-08-20T10:15:30.1234567Z", "category": "Administrative", "location": "TaiwanNorth",
             "resourceId": "/SUBSCRIPTIONS/319A9601/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.STORAGE/STORAGEACCOUNTS/SA1",
             "operationName": "MICROSOFT.STORAGE/STORAGEACCOUNTS/DELETE", "resultType": "Success", "durationMs": 412,
             "correlationId": "6F4D2E1A", "identity": "lin@example.test", "tenantId": "72F988BF",
             "properties": {"eventDataId": "e1"}}""";
    private static final String ACTIVITY_API = """
            {"eventTimestamp": "2026-08-20T10:15:30.1234567Z", "category": {"value": "Administrative"}, "eventDataId": "e2",
             "resourceId": "/subscriptions/319a9601/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/sa1",
             "operationName": {"value": "Microsoft.Storage/storageAccounts/delete", "localizedValue": "Delete"},
             "subscriptionId": "319A9601", "status": {"value": "%s"}, "claims": {"appid": "c44b"}}""";
    private static final String SIGN_IN = """
            {"time": "2026-08-20T10:15:32Z", "category": "%s", "resultType": "%s", "tenantId": "72F988BF", "location": "TW",
             "operationName": "Sign-in activity", "properties": {"id": "s1", "createdDateTime": "2026-08-20T10:15:30.1234567Z",
              "resourceDisplayName": "Azure Key Vault", "status": {"errorCode": 0}}}""";
    private static final String SIGN_IN_OF_GRAPH = """
            {"id": "s2", "createdDateTime": "2026-08-20T10:15:30Z", "userId": "u1", "appId": "a1", "homeTenantId": "72f988bf",
             "resourceDisplayName": "Azure Key Vault", "status": {"errorCode": 50126}}""";
    private static final String AUDIT = """
            {"time": "2026-08-20T10:15:32Z", "category": "AuditLogs", "tenantId": "72f988bf", "operationName": "Add member to role",
             "properties": {"id": "Directory_1", "activityDateTime": "2026-08-20T10:15:30.1234567+00:00",
              "activityDisplayName": "Add member to role", "targetResources": [{"id": "t1"}]}}""";
    private static final String AUDIT_OF_GRAPH = """
            {"id": "Directory_2", "activityDateTime": "2026-08-20T10:15:30Z", "activityDisplayName": "Add member to role",
             "targetResources": [{"id": "t2"}]}""";
    private static final String INTUNE = """
            {"time": "2026-08-20T10:15:30Z", "category": "AuditLogs", "tenantId": "72f988bf", "operationName": "Create MobileApp",
             "identity": "lin@example.test", "properties": {"AuditEventId": "i1", "ActivityDate": "8/20/2026 10:15:30 AM"}}""";
    private static final String RISK = """
            {"time": "2026-08-20T10:15:40Z", "category": "UserRiskEvents", "tenantId": "72f988bf", "properties": {"id": "r1",
             "riskEventType": "%s", "riskState": "atRisk", "activityDateTime": "2026-08-20T10:15:30Z", "userId": "u1"}}""";
    private static final String KEY_VAULT = """
            {"time": "2026-08-20T10:15:30Z", "category": "AuditEvent", "operationName": "SecretGet", "location": "taiwannorth",
             "resourceId": "/SUBSCRIPTIONS/319A9601/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/KV1"}""";
    private static final String AKS_EVENT = """
            {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "auditID": "k1", "stage": "ResponseComplete", "verb": "list",
             "objectRef": {"resource": "secrets", "apiVersion": "v1"}, "stageTimestamp": "2026-08-20T10:15:30Z"}""";
    private static final String ALERT = """
            {"id": "al1", "createdDateTime": "2026-08-20T10:15:30Z", "lastUpdateDateTime": "2026-08-20T10:20:00Z",
             "serviceSource": "microsoftDefenderForCloud", "title": "Spray", "severity": "high", "tenantId": "72F988BF"}""";

    private static final String RESOURCE =
            "/subscriptions/319a9601/resourcegroups/rg1/providers/microsoft.storage/storageaccounts/sa1";

    @Override
    public Source source() {
        return new AzureMonitor(new KubernetesAudit());
    }

    @Override
    public Example complete() {
        return new Example(ACTIVITY, audit("e1", "30.1234567", RESOURCE, "319a9601", "taiwannorth", "activitylogs"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                ACTIVITY.replace("\"category\"", "\"kind\""),
                "{\"category\": \"Administrative\"}",
                "{\"event_timestamp\": \"2026-08-20T10:15:30Z\", \"operation_name\": {\"value\": \"x\"}, \"category\": {}}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                ACTIVITY.replace("\"time\"", "\"when\""),
                ACTIVITY.replace("2026-08-20T10:15:30.1234567Z", "soon"),
                ACTIVITY_API.replace("2026-08-20T10:15:30.1234567Z", "soon"),
                SIGN_IN_OF_GRAPH.replace("2026-08-20T10:15:30Z", "soon"),
                AUDIT_OF_GRAPH.replace("2026-08-20T10:15:30Z", "soon"),
                ALERT.replace("2026-08-20T10:15:30Z", "soon"),
                KEY_VAULT.replace("2026-08-20T10:15:30Z", "soon"),
                RISK.formatted("x").replace("2026-08-20T10:15:30Z", "soon"));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(ACTIVITY_API, audit("e2", "30.1234567", RESOURCE, "319a9601", null, "activitylogs")),
                Arguments.of(
                        SIGN_IN.formatted("SignInLogs", "0"),
                        audit("s1/0", "30.1234567", "Azure Key Vault", "72f988bf", null, "signinlogs")),
                Arguments.of(
                        SIGN_IN.formatted("NonInteractiveUserSignInLogs", "0"),
                        audit("s1/0", "30.1234567", "Azure Key Vault", "72f988bf", null, "signinlogs")),
                Arguments.of(
                        SIGN_IN.formatted("ServicePrincipalSignInLogs", "7000215"),
                        audit("s1/7000215", "30.1234567", "Azure Key Vault", "72f988bf", null, "signinlogs")),
                Arguments.of(
                        SIGN_IN.formatted("ManagedIdentitySignInLogs", "0"),
                        audit("s1/0", "30.1234567", "Azure Key Vault", "72f988bf", null, "signinlogs")),
                Arguments.of(
                        SIGN_IN_OF_GRAPH, audit("s2/50126", "30", "Azure Key Vault", "72f988bf", null, "signinlogs")),
                Arguments.of(AUDIT, audit("Directory_1", "30.1234567", "t1", "72f988bf", null, "auditlogs")),
                Arguments.of(AUDIT_OF_GRAPH, audit("Directory_2", "30", "t2", null, null, "auditlogs")),
                Arguments.of(INTUNE, audit("i1", "30", null, "72f988bf", null, "intune")),
                Arguments.of(
                        RISK.formatted("anonymizedIPAddress"),
                        audit("r1/atRisk", "30", "u1", "72f988bf", null, "riskdetection")),
                Arguments.of(
                        RISK.formatted("noMfaOnRoleActivationAlertIncident"),
                        audit("r1/atRisk", "30", "u1", "72f988bf", null, "pim")),
                Arguments.of(
                        KEY_VAULT,
                        audit(
                                null,
                                "30",
                                "/subscriptions/319a9601/resourcegroups/rg1/providers/microsoft.keyvault/vaults/kv1",
                                "319a9601",
                                "taiwannorth",
                                "resourcelogs")),
                Arguments.of(ALERT, audit("al1/2026-08-20T10:20:00Z", "30", null, "72f988bf", null, "securityalerts")),
                Arguments.of(
                        "{\"time\":\"2026-08-20 10:15:30.5\",\"category\":\"AdvancedHunting-AlertInfo\",\"tenantId\":\"T\","
                                + "\"properties\":{}}",
                        audit(null, "30.5", null, "t", null, "advancedhunting")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachRecordNamesItsLog(String json, Reading.Audit expected) {
        assertThat(read(json, true)).isEqualTo(expected);
        assertThat(read(json, false)).isEqualTo(expected);
    }

    @Test
    void auditEventOfAksIsOneOfKubernetes() {
        assertThat(read(AKS_EVENT, false)).isInstanceOfSatisfying(Reading.Audit.class, audit -> {
            assertThat(audit.id()).isEqualTo("k1/ResponseComplete");
            assertThat(audit.subject()).isEqualTo("/api/v1/secrets");
            assertThat(audit.logSource()).isEqualTo(new LogSource("kubernetes", "audit", null));
        });
    }

    @Test
    void recordsOfOneWriteDifferInIdentity() {
        var started = read(ACTIVITY_API.formatted("Started"), true);
        var succeeded = read(ACTIVITY_API.formatted("Succeeded").replace("e2", "e3"), true);

        assertThat(((Reading.Audit) started).id()).isNotEqualTo(((Reading.Audit) succeeded).id());
    }

    @Test
    void namesOfAnSdkAreRefusedAsSuch() {
        assertThat(read(strangers().getLast(), false))
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(AzureMonitor.SDK_FORM));
    }

    private static Reading.Audit audit(
            @Nullable String id,
            String second,
            @Nullable String subject,
            @Nullable String account,
            @Nullable String region,
            String service) {
        return new Reading.Audit(
                id,
                SourceContract.at("2026-08-20T10:15:" + second + "Z"),
                subject,
                account,
                region,
                new LogSource("azure", service, null));
    }
}
