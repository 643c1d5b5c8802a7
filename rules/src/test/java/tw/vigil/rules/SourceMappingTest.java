package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// Field names as public Sigma rules spell them, against events as vendors write them.
class SourceMappingTest {

    private static final String AUDIT_RECORD = """
            {"category": "AuditLogs", "operationName": "Consent to application", "properties": {
              "category": "ApplicationManagement", "activityDisplayName": "Consent to application",
              "loggedByService": "Core Directory", "result": "success", "resultReason": "none given",
              "initiatedBy": {"user": {"userPrincipalName": "lin@example.test"}},
              "additionalDetails": [{"key": "User-Agent", "value": "x"}, {"key": "additionalInfo", "value": "MFA gone"}],
              "targetResources": [{"type": "Role", "displayName": "Payroll", "modifiedProperties": [
                {"displayName": "ConsentContext.IsAdminConsent", "oldValue": "[]", "newValue": "\\"True\\""},
                {"displayName": "Role.Name", "newValue": "[{\\"name\\": \\"Global Administrator\\"}]"}]}]}}""";

    private static final String SIGN_IN = """
            {"category": "SignInLogs", "resultType": "%s", "properties": {
              "status": {"errorCode": %s, "additionalDetails": "MFA denied; user declined"},
              "authenticationRequirement": "singleFactorAuthentication", "authenticationProtocol": "deviceCode",
              "networkLocationDetails": [], "clientAppUsed": "IMAP", "userPrincipalName": "wu@example.test",
              "deviceDetail": {"deviceId": "", "trustType": "Workplace", "isCompliant": false}}}""";

    private static final String CLOUD_AUDIT = """
            {"logName": "projects/p/logs/a", "resource": {"type": "gcs_bucket"}, "protoPayload": {
              "methodName": "storage.buckets.delete", "serviceName": "storage.googleapis.com"}}""";

    private static final String WORKSPACE = """
            {"protoPayload": {"serviceName": "admin.googleapis.com", "metadata": {"event": [
              {"eventName": "ENFORCE_STRONG_AUTHENTICATION", "parameter": [
                {"name": "NEW_VALUE", "value": "false"}, {"name": "SETTING_NAME", "value": "Two step"}]}]}}}""";

    private static final String WORKSPACE_REPORT = """
            {"id": {"applicationName": "admin"}, "events": [{"name": "CHANGE_SETTING", "parameters": [
              {"name": "SETTING_NAME", "value": "Two step"}, {"name": "NEW_VALUE", "value": "false"}]}]}""";

    private static final String OFFICE = """
            {"Workload": "SecurityComplianceCenter", "Operation": "AlertTriggered", "Name": "Mass download",
             "ResultStatus": "%s", "ExtendedProperties": [
               {"Name": "UserAgent", "Value": "curl"}, {"Name": "RequestType", "Value": "Consent:Grant"}]}""";

    static Stream<Arguments> matching() {
        return Stream.of(
                row(
                        "aws.cloudtrail",
                        "{eventName: DeleteSAMLProvider, status: success}",
                        "{\"eventName\": \"DeleteSAMLProvider\"}",
                        "{\"eventName\": \"DeleteSAMLProvider\", \"errorCode\": \"AccessDenied\"}"),
                row(
                        "azure.activitylogs",
                        "{operationName: Microsoft.Network/firewalls/delete}",
                        "{\"operationName\": \"MICROSOFT.NETWORK/FIREWALLS/DELETE\"}",
                        "{\"operationName\": {\"value\": \"Microsoft.Network/firewalls/write\"}}"),
                row(
                        "azure.activitylogs",
                        "{CategoryValue: Administrative, ResourceProviderValue: Microsoft.Authorization,"
                                + " OperationNameValue|endswith: /roleAssignments/write, status: Succeeded}",
                        """
                        {"category": {"value": "Administrative"}, "status": {"value": "Succeeded"},
                         "resourceProviderName": {"value": "Microsoft.Authorization"},
                         "operationName": {"value": "Microsoft.Authorization/roleAssignments/write"}}""",
                        "{\"category\": {\"value\": \"Policy\"}}"),
                row(
                        "azure.auditlogs",
                        "{properties.message: Consent to application, Category: ApplicationManagement,"
                                + " LoggedByService: Core Directory, Status: Success, targetResources.type: role,"
                                + " Initiatedby: lin@example.test, Target: Payroll}",
                        AUDIT_RECORD,
                        AUDIT_RECORD.replace("ApplicationManagement", "Other")),
                row(
                        "azure.auditlogs",
                        "{ConsentContext.IsAdminConsent: 'true'}",
                        AUDIT_RECORD,
                        AUDIT_RECORD.replace("ConsentContext.IsAdminConsent", "Other")),
                row(
                        "azure.auditlogs",
                        "{additionalDetails.additionalInfo: MFA gone}",
                        AUDIT_RECORD,
                        AUDIT_RECORD.replace("additionalInfo", "other")),
                row(
                        "azure.auditlogs",
                        "{TargetResources.modifiedProperties.newValue|contains: Global Administrator}",
                        AUDIT_RECORD,
                        AUDIT_RECORD.replace("Global", "Local")),
                row(
                        "azure.auditlogs",
                        "{TargetResources|contains: Role.Name}",
                        AUDIT_RECORD
                                .replace("{\"category\"", "{\"x\"")
                                .replace("\"properties\": {", "\"y\": 1, ")
                                .replace("]}]}}", "]}]}"),
                        AUDIT_RECORD.replace("Role.Name", "x")),
                row(
                        "azure.signinlogs",
                        "{ResultType: 0, Status: Success, AuthenticationRequirement: singleFactorAuthentication,"
                                + " NetworkLocationDetails: '[]', DeviceDetail.deviceId: '', ClientApp: IMAP}",
                        SIGN_IN.formatted(0, 0),
                        SIGN_IN.formatted(50053, 50053)),
                row(
                        "azure.signinlogs",
                        "{ResultType: 50053, Status|contains: MFA Denied}",
                        SIGN_IN.formatted(50053, 50053),
                        SIGN_IN.formatted(50053, 50053).replace("declined", "").replace("denied", "")),
                row(
                        "azure.signinlogs",
                        "{properties.message: Device Code, ActivityDetails: Sign-ins}",
                        SIGN_IN.formatted(0, 0),
                        SIGN_IN.formatted(0, 0).replace("deviceCode", "ropc")),
                row(
                        "azure.riskdetection",
                        "{riskEventType: anonymizedIPAddress}",
                        "{\"properties\": {\"riskEventType\": \"anonymizedIPAddress\"}}",
                        "{\"riskEventType\": \"other\"}"),
                row(
                        "azure.pim",
                        "{riskEventType: rolesAssignedOutsidePrivilegedIdentityManagementAlertConfiguration}",
                        "{\"riskEventType\": \"rolesAssignedOutsidePrivilegedIdentityManagementAlertConfiguration\"}",
                        "{\"properties\": {\"riskEventType\": \"other\"}}"),
                row(
                        "gcp.gcp.audit",
                        "{gcp.audit.method_name: storage.buckets.delete}",
                        CLOUD_AUDIT,
                        CLOUD_AUDIT.replace("delete", "get")),
                row(
                        "gcp.gcp.audit",
                        "{data.protoPayload.serviceName: storage.googleapis.com,"
                                + " data.resource.type: gcs_bucket, data.logName|endswith: /a}",
                        CLOUD_AUDIT,
                        CLOUD_AUDIT.replace("gcs_bucket", "other")),
                row(
                        "gcp.gcp.audit",
                        "{gcp.audit.method_name: storage.buckets.delete}",
                        "{\"data\": " + CLOUD_AUDIT + "}",
                        "{\"data\": {}}"),
                row(
                        "gcp.google_workspace.admin",
                        "{eventService: admin.googleapis.com,"
                                + " eventName: [ENFORCE_STRONG_AUTHENTICATION, CHANGE_SETTING],"
                                + " new_value: 'false', setting_name: two step}",
                        WORKSPACE,
                        WORKSPACE.replace("\"false\"", "\"true\"")),
                row(
                        "gcp.google_workspace.admin",
                        "{eventService: admin.googleapis.com, eventName: CHANGE_SETTING," + " new_value: 'false'}",
                        WORKSPACE_REPORT,
                        WORKSPACE_REPORT.replace("\"NEW_VALUE\"", "\"OLD_VALUE\"")),
                row(
                        "gcp.google_workspace.login",
                        "{protoPayload.Servicename: login.googleapis.com}",
                        "{\"id\": {\"applicationName\": \"login\"}}",
                        WORKSPACE),
                row(
                        "m365.threat_management",
                        "{eventSource: SecurityComplianceCenter, eventName: Mass download,"
                                + " status: success, RequestType: Consent:Grant}",
                        OFFICE.formatted("Succeeded"),
                        OFFICE.formatted("Failed")),
                row(
                        "m365.audit",
                        "{eventName: AlertTriggered, status: success}",
                        OFFICE.formatted("True"),
                        OFFICE.formatted("False")),
                row(
                        "kubernetes.audit",
                        "{verb: create, objectRef.resource: pods, hostPath: '*', apiGroup: apps}",
                        """
                        {"verb": "create", "objectRef": {"resource": "pods", "apiGroup": "apps"},
                         "requestObject": {"spec": {"volumes": [{"hostPath": {"path": "/"}}]}}}""",
                        "{\"verb\": \"create\", \"objectRef\": {\"resource\": \"pods\", \"apiGroup\": \"apps\"}}"),
                row(
                        "github.audit",
                        "{action: [org.remove_member, repo.destroy]}",
                        "{\"action\": \"repo.destroy\"}",
                        "{\"action\": \"repo.create\"}"),
                row(
                        "okta.okta",
                        "{eventtype: user.account.lock, actor.alternateid|endswith: example.test,"
                                + " securitycontext.isproxy: 'true'}",
                        """
                        {"eventType": "user.account.lock", "actor": {"alternateId": "lin@example.test"},
                         "securityContext": {"isProxy": true}}""",
                        "{\"eventType\": \"user.account.lock\"}"),
                row(
                        "onelogin.onelogin.events",
                        "{event_type_id: 532}",
                        "{\"event_type_id\": \"532\"}",
                        "{\"event_type_id\": 5}"),
                row("cisco.duo", "{action: bypass_create}", "{\"action\": \"bypass_create\"}", "{\"action\": \"x\"}"),
                row(
                        "bitbucket.audit",
                        "{auditType.category: Projects, auditType.action: Project deleted}",
                        "{\"auditType\": {\"category\": \"Projects\", \"action\": \"Project deleted\"}}",
                        "{\"auditType\": {\"category\": \"Projects\"}}"),
                row(
                        "category:proxy",
                        "{c-uri|contains: /evil, c-useragent: curl, cs-method: GET, cs-host: x.test}",
                        """
                        {"request_url": "http://x.test/evil", "user_agent": "curl", "request_verb": "GET",
                         "host": "x.test"}""",
                        "{\"request_url\": \"http://x.test/\"}"),
                row(
                        "category:webserver",
                        "{cs-uri-query|contains: union, sc-status: 200}",
                        "{\"cs-uri-query\": \"a=union\", \"elb_status_code\": \"200\"}",
                        "{\"cs-uri-query\": \"a=union\", \"elb_status_code\": \"404\"}"),
                row(
                        "category:firewall",
                        "{dst_port: 23, action: accept, blocked: 'false'}",
                        "{\"dstport\": 23, \"action\": \"ACCEPT\"}",
                        "{\"dstport\": 23, \"action\": \"REJECT\"}"),
                row(
                        "category:network",
                        "{destination.port: 53, network.transport: udp, source.ip|cidr: 192.0.2.0/24}",
                        "{\"dstport\": 53, \"protocol\": 17, \"srcaddr\": \"192.0.2.9\"}",
                        "{\"dstport\": 53, \"protocol\": 6, \"srcaddr\": \"192.0.2.9\"}"));
    }

    private static Arguments row(String source, String selection, String event, String nearMiss) {
        return Arguments.of(source, selection, event, nearMiss);
    }

    @ParameterizedTest
    @MethodSource("matching")
    void publicNamesResolveOnRawEvents(String source, String selection, String event, String nearMiss)
            throws MalformedEventException {
        var rules = compile(source, selection);

        assertThat(matches(rules, source, event)).isTrue();
        assertThat(matches(rules, source, nearMiss)).isFalse();
        assertThat(rules.explain(rules.rules().getFirst(), logSource(source), utf8(event)))
                .isNotEmpty();
        assertThat(rules.fieldReport(logSource(source), List.of(utf8(event))).events())
                .isEqualTo(1);
    }

    @Test
    void negationsOfMappedFieldsStayNegations() throws MalformedEventException {
        var source = "m365.audit";

        assertThat(matches(compile(source, "{status|neq: success}"), source, OFFICE.formatted("Succeeded")))
                .isFalse();
        assertThat(matches(compile(source, "{RequestType: null}"), source, OFFICE.formatted("True")))
                .isFalse();
        assertThat(matches(compile(source, "{RequestType: null}"), source, "{\"Workload\": \"x\"}"))
                .isTrue();
        assertThat(matches(compile(source, "{RequestType|exists: true}"), source, OFFICE.formatted("True")))
                .isTrue();
        assertThat(matches(
                        compile(source, "{'eventName|all': [Mass download, AlertTriggered]}"),
                        source,
                        OFFICE.formatted("True")))
                .isTrue();
    }

    @Test
    void aReportNamesTheFieldsThatASourceNeverShows() {
        var rules = compile("m365.audit", "{status: success, NoSuchField|contains: x, RequestType: y}");

        var report = rules.fieldReport(
                logSource("m365.audit"), List.of(utf8(OFFICE.formatted("True")), utf8("{}"), utf8("no event")));

        assertThat(report.events()).isEqualTo(2);
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.neverSeen()).singleElement().satisfies(use -> {
            assertThat(use.field()).isEqualTo("NoSuchField");
            assertThat(use.rules()).containsExactly("t");
        });
        assertThat(report.fields()).filteredOn(use -> use.seen() == 1).hasSize(2);
    }

    private static RuleSet compile(String source, String selection) {
        var named = logSource(source);
        var text = "title: t\nlogsource: {" + part("category", named.category()) + part("product", named.product())
                + part("service", named.service()) + "}\ndetection:\n  sel: " + selection + "\n  condition: sel\n";
        var compiled = RuleSet.compile(List.of(new RuleFile("r.yml", text)), PackFiles.context());
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    private static String part(String key, @Nullable String value) {
        return value == null ? "" : key + ": " + value + ", ";
    }

    private static LogSource logSource(String source) {
        if (source.startsWith("category:")) {
            return new LogSource(source.substring(9), null, null);
        }
        var parts = source.split("\\.", 2);
        return new LogSource(null, parts[0], parts[1]);
    }

    private static boolean matches(RuleSet rules, String source, String event) throws MalformedEventException {
        var sink = new Heard();
        rules.newEvaluator().evaluate(logSource(source), utf8(event), sink);
        return sink.matched;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Heard implements MatchSink {
        private boolean matched;

        @Override
        public void match(RuleInfo rule) {
            matched = true;
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo rule, SortedMap<String, String> group) {}

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo rule, String field) {}

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            throw cause;
        }
    }
}
