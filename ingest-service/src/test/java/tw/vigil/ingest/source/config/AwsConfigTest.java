package tw.vigil.ingest.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class AwsConfigTest implements SourceContract {
    private static final String COMPLETE = """
            {"recordVersion":"1.3","messageType":"ConfigurationItemChangeNotification",
             "configurationItemDiff":{"changeType":"UPDATE","changedProperties":{}},
             "notificationCreationTime":"2026-08-20T10:16:01.900Z",
             "configurationItem":{"configurationItemCaptureTime":"2026-08-20T10:15:58.000Z","configurationItemStatus":"OK",
              "configurationStateId":1755684958000,"awsAccountId":"111122223333","resourceType":"AWS::S3::Bucket",
              "resourceId":"data","ARN":"arn:aws:s3:::data","awsRegion":"eu-west-1","configuration":{"name":"data"}}}""";
    private static final String ITEM = """
            {"version":"1.3","accountId":"111122223333","configurationItemCaptureTime":1614641951.442,
             "configurationItemStatus":"ResourceDeleted","configurationStateId":"1614641951442","arn":"arn:aws:s3:::data",
             "resourceType":"AWS::S3::Bucket","resourceId":"data","awsRegion":"eu-west-1"}""";

    @Override
    public Source source() {
        return new AwsConfig();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "change/111122223333/eu-west-1/AWS::S3::Bucket/data/2026-08-20T10:15:58Z",
                        SourceContract.at("2026-08-20T10:15:58Z"),
                        "arn:aws:s3:::data",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("\"AWS::S3::Bucket\"", "\"bucket\""),
                COMPLETE.replace("resourceId", "x"),
                "{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"g\",\"logStream\":\"s\",\"logEvents\":[]}",
                "{\"eventSource\":\"config.amazonaws.com\",\"eventName\":\"StopConfigurationRecorder\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("configurationItemCaptureTime", "x"),
                COMPLETE.replace("2026-08-20T10:15:58.000Z", "soon"),
                "{\"messageType\":\"ConfigurationHistoryDeliveryCompleted\",\"s3ObjectKey\":\"k\"}");
    }

    @Test
    void itemOfAFileHasOtherNamesAndNumbers() {
        assertThat(read(ITEM, true))
                .isEqualTo(new Reading.Audit(
                        "item/111122223333/eu-west-1/AWS::S3::Bucket/data/2021-03-01T23:39:11.442Z",
                        SourceContract.at("2021-03-01T23:39:11.442Z"),
                        "arn:aws:s3:::data",
                        "111122223333",
                        "eu-west-1"));
    }

    @Test
    void changeThatIsTooLargeIsKnownByItsSummary() {
        String oversized = COMPLETE.replace("\"configurationItem\":", "\"configurationItemSummary\":")
                .replace("ConfigurationItemChange", "OversizedConfigurationItemChange");

        assertThat(read(oversized, false)).isEqualTo(complete().expected());
    }

    @Test
    void complianceChangeIsOfItsRule() {
        String compliance = """
                {"awsAccountId":"111122223333","configRuleName":"cloudtrail-enabled","resourceType":"AWS::::Account",
                 "configRuleARN":"arn:aws:config:eu-west-1:111122223333:config-rule/r","resourceId":"111122223333",
                 "awsRegion":"eu-west-1","newEvaluationResult":{"complianceType":"NON_COMPLIANT"},
                 "notificationCreationTime":"2026-08-20T10:16:01.900Z","messageType":"ComplianceChangeNotification"}""";

        assertThat(read(compliance, false))
                .isEqualTo(new Reading.Audit(
                        "ComplianceChangeNotification/111122223333/eu-west-1/arn:aws:config:eu-west-1:111122223333:config-rule/r"
                                + "/111122223333/-/2026-08-20T10:16:01.900Z",
                        SourceContract.at("2026-08-20T10:16:01.900Z"),
                        "111122223333",
                        "111122223333",
                        "eu-west-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConfigurationSnapshotDeliveryStarted",
                "ConfigurationSnapshotDeliveryCompleted",
                "ConfigurationHistoryDeliveryCompleted",
                "ConfigRulesEvaluationStarted"
            })
    void wordOfADeliveryIsAnEvent(String type) {
        assertThat(read(
                        "{\"messageType\":\"" + type
                                + "\",\"configSnapshotId\":\"s\",\"notificationCreationTime\":\"2026-08-20T10:16:01.900Z\"}",
                        false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class, audit -> assertThat(audit.id()).startsWith(type + "/"));
    }

    @Test
    void clockOfAPeriodicRuleIsControl() {
        assertThat(read("{\"messageType\":\"ScheduledNotification\",\"awsAccountId\":\"111122223333\"}", false))
                .isEqualTo(new Reading.Control("config_schedule"));
    }
}
