package tw.vigil.ingest.source.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class CloudTrailTest implements SourceContract {
    private static final String COMPLETE = """
            {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","accountId":"444455556666"},
             "eventTime":"2026-08-20T10:15:30Z","eventSource":"s3.amazonaws.com","eventName":"DeleteBucket",
             "awsRegion":"eu-west-1","eventID":"5e0a9c5a-6f0b-4a37-9d1e-0c6f0f2a1b11",
             "resources":[{"ARN":"arn:aws:s3:::ledger"},{"ARN":"arn:aws:s3:::other"}],
             "recipientAccountId":"111122223333"}""";

    @Override
    public Source source() {
        return new CloudTrail();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "5e0a9c5a-6f0b-4a37-9d1e-0c6f0f2a1b11",
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "arn:aws:s3:::ledger",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                "{\"event\":" + COMPLETE + "}",
                COMPLETE.replace("eventName", "eventname"),
                COMPLETE.replace("\"DeleteBucket\"", "7"),
                "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("\"eventTime\":\"2026-08-20T10:15:30Z\",", ""),
                COMPLETE.replace("2026-08-20T10:15:30Z", "yesterday"));
    }

    @Test
    void insightNamesItsCallElsewhere() {
        String insight = """
                {"eventVersion":"1.11","eventTime":"2026-08-20T10:15:30Z","awsRegion":"eu-west-1","eventID":"ins-1",
                 "eventType":"AwsCloudTrailInsight","recipientAccountId":"111122223333","sharedEventID":"s",
                 "insightDetails":{"state":"Start","eventSource":"iam.amazonaws.com","eventName":"CreateUser",
                 "insightType":"ApiCallRateInsight"},"eventCategory":"Insight"}""";

        assertThat(read(insight, true))
                .isEqualTo(new Reading.Audit(
                        "ins-1", SourceContract.at("2026-08-20T10:15:30Z"), null, "111122223333", "eu-west-1"));
    }

    @Test
    void recordWithoutAnIdentityIsTaken() {
        String service = """
                {"eventVersion":"1.08","eventTime":"2026-08-20T10:15:30Z","eventSource":"kms.amazonaws.com",
                 "eventName":"RotateKey","awsRegion":"eu-west-1","eventID":"svc-1","eventType":"AwsServiceEvent",
                 "sourceIPAddress":"AWS Internal","requestParameters":null,"responseElements":null,
                 "serviceEventDetails":{"keyId":"k"},"recipientAccountId":"111122223333"}""";

        assertThat(read(service, false)).isInstanceOf(Reading.Audit.class);
    }

    @Test
    void callerAccountStandsInForTheRecipient() {
        var reading = read(COMPLETE.replace("recipientAccountId", "x"), false);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.account()).isEqualTo("444455556666"));
    }

    @Test
    void digestFileIsCalledByItsName() {
        var reading = read("{\"awsAccountId\":\"111122223333\",\"digestStartTime\":\"x\",\"logFiles\":[]}", false);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("cloudtrail_digest"));
    }

    @Test
    void objectNotificationIsNoRecord() {
        var reading = read(
                "{\"eventSource\":\"aws:s3\",\"eventTime\":\"2026-08-20T10:15:30Z\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{}}",
                true);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("not_cloudtrail"));
    }

    @Test
    void missingFieldIsNamed() {
        var reading = read(COMPLETE.replace("eventName", "x"), false);

        assertThat(reading)
                .isEqualTo(new Reading.Rejected(
                        "not_cloudtrail",
                        "has no eventName at top level; a CloudTrail record has eventSource, eventName, eventTime"));
    }
}
