package tw.vigil.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.samples.CloudTrail.apiCall;
import static tw.vigil.samples.CloudTrail.consoleLogin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CloudTrailEventTest {

    @Test
    void consoleSignInSaysInAdditionalDataWhetherMfaWasUsed() {
        var login = consoleLogin()
                .by("alice")
                .from("203.0.113.7")
                .withoutMfa()
                .at("2026-01-01T00:00:00Z")
                .toNode();

        assertThat(login.at("/additionalEventData/MFAUsed").asText()).isEqualTo("No");
        assertThat(login.at("/userIdentity/userName").asText()).isEqualTo("alice");
        assertThat(login.get("eventType").asText()).isEqualTo("AwsConsoleSignIn");
        assertThat(login.get("eventTime").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void failedSignInHasNoErrorCode() {
        var login =
                consoleLogin().by("alice").failing("", "Failed authentication").toNode();

        assertThat(login.has("errorCode")).isFalse();
        assertThat(login.at("/responseElements/ConsoleLogin").asText()).isEqualTo("Failure");
    }

    @Test
    void successHasNoErrorCodeAndNoParametersAreNull() {
        var call = apiCall("iam", "ListUsers").byRole("Operator", "chen").toNode();

        assertThat(call.has("errorCode")).isFalse();
        assertThat(call.get("requestParameters").isNull()).isTrue();
        assertThat(call.at("/userIdentity/userName").isMissingNode()).isTrue();
        assertThat(call.get("readOnly").asBoolean()).isTrue();
    }

    @Test
    void deniedEc2CallCarriesEc2sOwnCode() {
        assertThat(apiCall("ec2", "RunInstances")
                        .denied()
                        .toNode()
                        .get("errorCode")
                        .asText())
                .isEqualTo("Client.UnauthorizedOperation");
    }

    @Test
    void callOfAServiceHasItsHostAsAddress() {
        var call = apiCall("sts", "AssumeRole").byService("ec2.amazonaws.com").toNode();

        assertThat(call.get("sourceIPAddress").asText()).isEqualTo("ec2.amazonaws.com");
        assertThat(call.at("/userIdentity/invokedBy").asText()).isEqualTo("ec2.amazonaws.com");
    }

    @Test
    void bucketCallPutsTheUserAgentInBrackets() {
        assertThat(apiCall("s3", "GetObject")
                        .userAgent("aws-cli/2")
                        .toNode()
                        .get("userAgent")
                        .asText())
                .isEqualTo("[aws-cli/2]");
    }

    @Test
    void fileWrapsRecordsAndUnpacksToTheSameBytes() throws IOException {
        var file = CloudTrailFile.of(apiCall("iam", "ListUsers"), consoleLogin().by("alice"));

        byte[] unpacked;
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file.toGzip()))) {
            unpacked = gzip.readAllBytes();
        }

        assertThat(unpacked).isEqualTo(file.toJson());
        assertThat(Json.parse(new String(unpacked, StandardCharsets.UTF_8)).get("Records"))
                .hasSize(2);
    }
}
