package tw.vigil.ingest.hook.sns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnsAddressesTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:ct";
    private static final String CONFIRMATION =
            "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=2336412f37";

    @ParameterizedTest
    @CsvSource({
        "eu-west-1,https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem",
        "us-gov-west-1,https://sns.us-gov-west-1.amazonaws.com/SimpleNotificationService-0123.pem",
        "cn-north-1,https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0123.pem"
    })
    void certificatesOfTheRegionAreCalled(String region, String address) {
        assertThat(SnsAddresses.certificate(address, region)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/a.pem",
                "HTTPS://sns.eu-west-1.amazonaws.com/a.pem",
                "https://SNS.eu-west-1.amazonaws.com/a.pem",
                "https://user@sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com:443/a.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.comevil.example/a.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
                "https://evil.example#https://sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com\\@evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com./a.pem",
                "https://sns.eu-west-2.amazonaws.com/a.pem",
                "https://sqs.eu-west-1.amazonaws.com/a.pem",
                "https://my-bucket.s3.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com.cn/a.pem",
                "https://sns.eu-west-1.amazonaws.com/a.pem?x=1",
                "https://sns.eu-west-1.amazonaws.com/a.pem#x",
                "https://sns.eu-west-1.amazonaws.com/a.txt",
                "https://sns.eu-west-1.amazonaws.com/../a.pem",
                "https://sns.eu-west-1.amazonaws.com//evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com/%2e%2e/a.pem",
                "https://sns.eu-west-1.amazonaws.com/a.pem\n",
                " https://sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com\u0000.evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com\u3002evil.example/a.pem",
                "https://sns.eu-west-1.am\u0430zonaws.com/a.pem",
                "https://\uff53ns.eu-west-1.amazonaws.com/a.pem",
                "https://169.254.169.254/a.pem",
                "https://[::1]/a.pem",
                "https://2130706433/a.pem",
                "https://localhost/a.pem",
                "file:///etc/passwd.pem",
                "gopher://sns.eu-west-1.amazonaws.com/a.pem",
                ""
            })
    void nothingElseIsCalledForACertificate(String address) {
        assertThat(SnsAddresses.certificate(address, "eu-west-1")).isNull();
    }

    @Test
    void confirmationOfTheTopicIsCalled() {
        assertThat(SnsAddresses.confirmation(CONFIRMATION, "eu-west-1", TOPIC)).hasToString(CONFIRMATION);
        assertThat(SnsAddresses.confirmation(
                        CONFIRMATION.replace(":", "%3A").replace("https%3A", "https:"), "eu-west-1", TOPIC))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://sns.eu-west-1.amazonaws.com@169.254.169.254/?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://sns.eu-west-1.amazonaws.com:444/?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://169.254.169.254/?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://sns.eu-west-1.amazonaws.com/?Action=DeleteTopic&TopicArn=T",
                "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=Tx&Token=1",
                "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=T#x",
                "https://sns.eu-west-1.amazonaws.com/x?Action=ConfirmSubscription&TopicArn=T&Token=1",
                "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=T&Token=%zz",
                "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=T&Token=\u4e00",
                ""
            })
    void nothingElseIsCalledToConfirm(String address) {
        assertThat(SnsAddresses.confirmation(address.replace("=T", "=" + TOPIC), "eu-west-1", TOPIC))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "arn:aws:sqs:eu-west-1:111122223333:ct",
                "arn:aws:sns:evil.example/:111122223333:ct",
                "arn:aws:sns:eu-west-1@evil.example:111122223333:ct",
                "arn:aws:sns:eu-west-1:111122223333:ct:subscription",
                "arn:aws:sns::111122223333:ct"
            })
    void whatIsNoTopicHasNoRegion(String topic) {
        assertThat(SnsAddresses.region(topic)).isNull();
    }
}
