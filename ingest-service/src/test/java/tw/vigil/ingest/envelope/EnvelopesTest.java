package tw.vigil.ingest.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"logs\"}~s3_test_event",
                "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:t\",\"Message\":\"You have\"}~sns_confirmation",
                "{\"messageType\":\"CONTROL_MESSAGE\",\"logGroup\":\"\",\"logStream\":\"\",\"logEvents\":[]}"
                        + "~cloudwatch_control_message",
                "{\"id\":\"1\",\"subject\":\"\",\"eventTime\":\"t\",\"metadataVersion\":\"1\",\"data\":{},\"eventType\":"
                        + "\"Microsoft.EventGrid.SubscriptionValidationEvent\"}~event_grid_handshake",
                "{\"specversion\":\"1.0\",\"data\":{},\"type\":"
                        + "\"Microsoft.EventGrid.SubscriptionValidationEvent\"}~event_grid_handshake"
            })
    void messageOfTheDeliveryAboutItselfIsControl(String json, String kind) {
        assertThat(Opening.of(json)).isEqualTo(new Opened.Control(kind));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"eventSource\":\"aws:s3\",\"s3\":{}}",
                "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"AWSLogs/x.json.gz\"]}",
                "{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\",\"detail\":{\"object\":{\"key\":\"x y\"}}}"
            })
    void wordOfAnObjectIsNoRecord(String json) {
        assertThat(Opening.of(json))
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("s3_notification"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "CloudTrail validation message.~cloudtrail_validation",
                "You have successfully configured real time feed `projects/p/feeds/f`.~asset_feed_welcome",
                "CWL CONTROL MESSAGE: Checking health of destination Firehose.~cloudwatch_control_message"
            })
    void textOfATrialIsKnown(String text, String kind) {
        assertThat(ControlText.kind(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(kind);
        assertThat(ControlText.kind(("x " + text).getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void envelopeSaysWhereAndWhen() {
        assertThat(Opening.of(KnownEnvelopes.around("EventBridge event", "{}")))
                .isInstanceOfSatisfying(
                        Opened.Contents.class,
                        contents -> assertThat(contents.origin())
                                .isEqualTo(new Origin(
                                        "111122223333", "eu-west-1", Instant.parse("2026-08-20T10:15:30Z"))));
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThat(Opening.of("{\"Type\":\"Notification\",\"TopicArn\":\"arn:t\",\"Message\":\"\\ud800\"}"))
                .isInstanceOf(Opened.Refused.class);
    }

    @Test
    void findingsOfSecurityHubAreTheContent() {
        assertThat(Opening.of("{\"detail-type\":\"Security Hub Findings - Imported\",\"source\":\"aws.securityhub\","
                        + "\"detail\":{\"findings\":[{\"Id\":\"1\"},{\"Id\":\"2\"}]}}"))
                .isInstanceOfSatisfying(
                        Opened.Contents.class,
                        contents -> assertThat(new String(contents.bytes(), StandardCharsets.UTF_8))
                                .isEqualTo("[{\"Id\":\"1\"},{\"Id\":\"2\"}]"));
    }
}
