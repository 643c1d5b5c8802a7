package tw.vigil.samples;

import static tw.vigil.samples.CloudTrail.apiCall;
import static tw.vigil.samples.CloudTrail.consoleLogin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A day's work at a futures firm, and an intruder in it: a stolen console password, then the trail, the
/// network, the data, the keys and the cluster. Every call of [#steps] has fresh event ids; event times run up
/// to the given instant.
public final class AttackStory {
    private static final String INTRUDER = "203.0.113.77";
    private static final String OFFICE = "198.51.100.20";
    private static final Duration LENGTH = Duration.ofMinutes(10);

    private final List<Step> steps = new ArrayList<>();
    private final Instant end;
    private Instant clock;

    private AttackStory(Instant end) {
        this.end = end;
        clock = end.minus(LENGTH);
    }

    /// The story in the order in which it is told.
    ///
    /// @param end no event is later than this
    public static List<Step> steps(Instant end) {
        var story = new AttackStory(end);
        story.daysBefore();
        story.workday();
        story.signIn();
        story.lookAround();
        story.stayIn();
        story.blind();
        story.open();
        story.destroy();
        story.cluster();
        story.workdayGoesOn();
        return List.copyOf(story.steps);
    }

    /// What rules remember: an identity's habits, and a backup that was to come again.
    private void daysBefore() {
        steps.add(new Step(
                Step.CLOUDTRAIL,
                "前幾日的紀錄 What the days before left behind",
                List.of(
                        batch("ap-northeast-1")
                                .at(end.minus(Duration.ofDays(9)))
                                .toJson(),
                        batch("ap-northeast-1")
                                .at(end.minus(Duration.ofDays(2)))
                                .toJson(),
                        backup("ledger").at(end.minus(Duration.ofHours(28))).toJson()),
                List.of()));
        cloudTrail(
                "昨夜未備份 Last night brought no backup",
                List.of("GV-11"),
                work("backup", "ListBackupJobs", "{\"byState\":\"COMPLETED\"}"));
    }

    private void workday() {
        cloudTrail(
                "平日作業 Routine work of the day",
                List.of(),
                consoleLogin().by("wang.analyst").from(OFFICE),
                work("ec2", "DescribeInstances", "{\"instancesSet\":{},\"filterSet\":{}}"),
                work(
                        "s3",
                        "GetBucketLocation",
                        "{\"bucketName\":\"fcm-quotes\",\"Host\":\"fcm-quotes.s3.amazonaws.com\"}"),
                work("cloudwatch", "PutMetricAlarm", "{\"alarmName\":\"order-gateway-latency\",\"threshold\":250.0}"),
                apiCall("sts", "AssumeRole")
                        .byService("ec2.amazonaws.com")
                        .requesting(
                                "{\"roleArn\":\"arn:aws:iam::111122223333:role/OrderGateway\",\"roleSessionName\":\"i-0a1\"}"),
                deploy("lambda", "UpdateFunctionCode20150331v2", "{\"functionName\":\"margin-report\"}"),
                deploy(
                        "ec2",
                        "AuthorizeSecurityGroupIngress",
                        "{\"groupId\":\"sg-0public\",\"ipPermissions\":{\"items\":[{\"ipProtocol\":\"tcp\",\"fromPort\":443,"
                                + "\"toPort\":443,\"ipRanges\":{\"items\":[{\"cidrIp\":\"0.0.0.0/0\"}]}}]}}"),
                CloudTrail.serviceEvent("kms", "RotateKey")
                        .requesting("{\"keyId\":\"8c1b6a1e-1f2d-4c4e-9a55-000000000001\"}"));
        kubernetes(
                "叢集例行部署 Routine deployment in the cluster",
                List.of(),
                KubernetesAudit.request("create", "pods")
                        .byServiceAccount("kube-system", "replicaset-controller")
                        .inNamespace("order")
                        .requesting(podSpec("registry.futures.example/order/gateway@sha256:4f1c", false)),
                KubernetesAudit.request("list", "pods").inNamespace("order"));
    }

    private void signIn() {
        cloudTrail(
                "密碼嘗試 Someone guesses a password",
                List.of(),
                IntStream.range(0, 5)
                        .mapToObj(_ -> consoleLogin()
                                .by("lin.ops")
                                .from(INTRUDER)
                                .withoutMfa()
                                .failing("", "Failed authentication"))
                        .toArray(CloudTrailEvent[]::new));
        cloudTrail(
                "未經 MFA 登入主控台 Console sign-in without MFA",
                List.of("AWS-11", "AWS-41"),
                consoleLogin().by("lin.ops").from(INTRUDER).withoutMfa());
    }

    private void lookAround() {
        cloudTrail(
                "盤點環境 The intruder looks around",
                List.of(),
                intruder("iam", "ListUsers"),
                intruder("iam", "GetAccountAuthorizationDetails").denied(),
                intruder("s3", "ListBuckets"),
                intruder("ec2", "DescribeSecurityGroups"),
                intruder("cloudtrail", "DescribeTrails"),
                intruder("kms", "ListKeys"));
        cloudTrail(
                "大量讀取執行個體機敏資料(皆遭拒)Instance secrets asked for, every call denied",
                List.of("AWS-27"),
                IntStream.range(0, 12)
                        .mapToObj(i -> (i % 3 == 2
                                        ? intruder("ec2", "DescribeInstanceAttribute")
                                                .requesting("{\"instanceId\":\"i-0c0ffee0" + i
                                                        + "\",\"attribute\":\"userData\"}")
                                        : intruder("ec2", "GetPasswordData")
                                                .requesting("{\"instanceId\":\"i-0c0ffee0" + i + "\"}"))
                                .denied())
                        .toArray(CloudTrailEvent[]::new));
        cloudTrail(
                "大量讀取機密 Secrets are read one after the other",
                List.of("AWS-25"),
                IntStream.range(0, 15)
                        .mapToObj(i -> intruder("secretsmanager", "GetSecretValue")
                                .requesting("{\"secretId\":\"prod/ledger/" + i + "\"}"))
                        .toArray(CloudTrailEvent[]::new));
        cloudTrail("報表批次出現於從未使用之區域 A batch calls a region that it never used", List.of("AWS-43"), batch("us-west-2"));
    }

    private void stayIn() {
        cloudTrail(
                "角色信任外部帳號 A role trusts an outside account",
                List.of("AWS-15"),
                intruder("iam", "UpdateAssumeRolePolicy")
                        .requesting(Json.object()
                                .put("roleName", "BackupOperator")
                                .put("policyDocument", PolicyDocuments.trusting(CloudTrail.OUTSIDE_ACCOUNT))));
        cloudTrail(
                "根帳號登入 Root signs in",
                List.of("AWS-10", "AWS-11"),
                consoleLogin().byRoot().from(INTRUDER).withoutMfa(),
                apiCall("iam", "GetAccountSummary").byRoot().from(INTRUDER).inRegion("us-east-1"));
    }

    private void blind() {
        cloudTrail(
                "停用稽核軌跡 The trail is stopped",
                List.of("AWS-01"),
                intruder("cloudtrail", "StopLogging").requesting("{\"name\":\"org-trail\"}"));
        cloudTrail(
                "縮減稽核範圍 The trail is narrowed",
                List.of("AWS-02"),
                intruder("cloudtrail", "UpdateTrail")
                        .requesting(
                                "{\"name\":\"org-trail\",\"isMultiRegionTrail\":false,\"enableLogFileValidation\":false}"));
        cloudTrail(
                "縮短日誌保存期限 Log retention is cut to a week",
                List.of("AWS-03"),
                intruder("s3", "PutBucketLifecycle")
                        .requesting(
                                "{\"bucketName\":\"fcm-audit-trail\",\"Host\":\"fcm-audit-trail.s3.amazonaws.com\",\"lifecycle\":\"\","
                                        + "\"LifecycleConfiguration\":{\"Rule\":{\"ID\":\"tidy\",\"Status\":\"Enabled\",\"Expiration\":{\"Days\":7}}}}"));
        cloudTrail(
                "停用威脅偵測與組態紀錄 Threat detection and configuration recording go off",
                List.of("AWS-07", "AWS-08"),
                intruder("guardduty", "DeleteDetector")
                        .requesting("{\"detectorId\":\"12abc34d567e8fa901bc2d34e56789f0\"}"),
                intruder("config", "StopConfigurationRecorder")
                        .requesting("{\"configurationRecorderName\":\"default\"}"));
    }

    private void open() {
        cloudTrail(
                "對網際網路開放遠端桌面 Remote desktop is opened to the Internet",
                List.of("AWS-18"),
                intruder("ec2", "AuthorizeSecurityGroupIngress")
                        .requesting(
                                "{\"groupId\":\"sg-0backoffice\",\"ipPermissions\":{\"items\":[{\"ipProtocol\":\"tcp\",\"fromPort\":3389,"
                                        + "\"toPort\":3389,\"groups\":{},\"ipRanges\":{\"items\":[{\"cidrIp\":\"0.0.0.0/0\"}]},"
                                        + "\"ipv6Ranges\":{},\"prefixListIds\":{}}]}}")
                        .responding("{\"requestId\":\"0f1e\",\"_return\":true}"));
        cloudTrail(
                "解除公開封鎖並對外授權 A bucket loses its block and is given away",
                List.of("AWS-19", "AWS-20", "XC-02"),
                intruder("s3", "DeleteBucketPublicAccessBlock")
                        .requesting("{\"bucketName\":\"fcm-statements\",\"publicAccessBlock\":\"\"}"),
                intruder("s3", "PutBucketPolicy").requesting(bucketPolicy()));
        cloudTrail(
                "快照分享給外部帳號 A snapshot is shared outside",
                List.of("AWS-21"),
                intruder("ec2", "ModifySnapshotAttribute")
                        .requesting("{\"snapshotId\":\"snap-0margin\",\"attributeType\":\"CREATE_VOLUME_PERMISSION\","
                                + "\"createVolumePermission\":{\"add\":{\"items\":[{\"userId\":\""
                                + CloudTrail.OUTSIDE_ACCOUNT
                                + "\"}]}}}"));
    }

    private void destroy() {
        cloudTrail(
                "排程刪除金鑰 A key is scheduled for deletion",
                List.of("AWS-22"),
                intruder("kms", "ScheduleKeyDeletion")
                        .requesting("{\"keyId\":\"8c1b6a1e-1f2d-4c4e-9a55-000000000001\",\"pendingWindowInDays\":7}"));
        cloudTrail(
                "大量刪除快照 Snapshots are deleted one after the other",
                List.of("AWS-36b"),
                IntStream.range(0, 6)
                        .mapToObj(i -> intruder("ec2", "DeleteSnapshot")
                                .requesting("{\"snapshotId\":\"snap-0ledger" + i + "\"}"))
                        .toArray(CloudTrailEvent[]::new));
    }

    private void cluster() {
        kubernetes(
                "建立特權 Pod A privileged pod with the host's disk",
                List.of("K8-01"),
                KubernetesAudit.request("create", "pods")
                        .by("lin.ops@futures.example")
                        .from(INTRUDER)
                        .inNamespace("order")
                        .named("node-debug")
                        .requesting(podSpec("alpine:latest", true)));
        kubernetes(
                "授予叢集管理權 Cluster-admin is granted",
                List.of("K8-04"),
                KubernetesAudit.request("create", "clusterrolebindings")
                        .by("lin.ops@futures.example")
                        .from(INTRUDER)
                        .named("ops-emergency")
                        .requesting(
                                "{\"kind\":\"ClusterRoleBinding\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\","
                                        + "\"metadata\":{\"name\":\"ops-emergency\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"lin.ops\"}],"
                                        + "\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\",\"name\":\"cluster-admin\"}}"));
    }

    private void workdayGoesOn() {
        cloudTrail(
                "平日作業 Routine work goes on",
                List.of(),
                work("ec2", "DescribeVolumes", "{\"volumeSet\":{},\"filterSet\":{}}"),
                work("logs", "FilterLogEvents", "{\"logGroupName\":\"/fcm/order-gateway\",\"limit\":50}"),
                deploy("ecs", "UpdateService", "{\"cluster\":\"prod\",\"service\":\"quote-feed\",\"desiredCount\":4}"));
        Step last = steps.getLast();
        steps.add(
                new Step(last.source(), "雲端重送同一檔案 The cloud delivers the same file again", last.records(), List.of()));
    }

    private void cloudTrail(String title, List<String> expected, CloudTrailEvent... events) {
        var records = new ArrayList<byte[]>();
        for (CloudTrailEvent event : events) {
            records.add(event.at(next()).toJson());
        }
        steps.add(new Step(Step.CLOUDTRAIL, title, records, expected));
    }

    private void kubernetes(String title, List<String> expected, KubernetesAuditEvent... events) {
        var records = new ArrayList<byte[]>();
        for (KubernetesAuditEvent event : events) {
            records.add(event.at(next()).toJson());
        }
        steps.add(new Step(Step.KUBERNETES, title, records, expected));
    }

    private Instant next() {
        clock = clock.plusSeconds(8);
        return clock;
    }

    private static CloudTrailEvent intruder(String service, String name) {
        return apiCall(service, name).by("lin.ops").from(INTRUDER);
    }

    private static CloudTrailEvent work(String service, String name, String request) {
        return apiCall(service, name)
                .byRole("Operator", "chen")
                .from(OFFICE)
                .withMfa()
                .requesting(request);
    }

    private static CloudTrailEvent deploy(String service, String name, String request) {
        return apiCall(service, name)
                .byRole("DeployPipeline", "release-2026-118")
                .from(OFFICE)
                .requesting(request);
    }

    private static CloudTrailEvent batch(String region) {
        return apiCall("ec2", "DescribeInstances")
                .byRole("ReportBatch", "nightly")
                .from(OFFICE)
                .inRegion(region);
    }

    private static CloudTrailEvent backup(String database) {
        return CloudTrail.serviceEvent("backup", "BackupJobCompleted")
                .detailing("{\"backupJobId\":\"8d1f0c2e-0b5f-4f0a-9f6e-000000000001\",\"state\":\"COMPLETED\","
                        + "\"backupVaultName\":\"daily\",\"resourceType\":\"RDS\","
                        + "\"resourceArn\":\"arn:aws:rds:ap-east-2:111122223333:db:" + database + "\"}");
    }

    private static JsonNode bucketPolicy() {
        var request = Json.object().put("bucketName", "fcm-statements").put("policy", "");
        request.set("bucketPolicy", Json.parse(PolicyDocuments.publicRead("fcm-statements")));
        return request;
    }

    private static JsonNode podSpec(String image, boolean privileged) {
        var pod = Json.object().put("kind", "Pod").put("apiVersion", "v1");
        var spec = pod.putObject("spec");
        var container =
                spec.putArray("containers").addObject().put("name", "main").put("image", image);
        container.putObject("securityContext").put("privileged", privileged);
        if (privileged) {
            spec.putArray("volumes")
                    .addObject()
                    .put("name", "host")
                    .putObject("hostPath")
                    .put("path", "/");
        }
        return pod;
    }
}
