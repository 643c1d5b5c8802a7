package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Everything that vendors gave, through the front door, where the folder of samples lies beside the project.
@QuarkusTest
class SourceSamplesIT extends IngestStand {

    @ParameterizedTest
    @CsvSource({
        "aws.cloudtrail, aws-docs/cloudtrail-examples.jsonl, event",
        "aws.cloudtrail, aws-docs/cloudtrail-digest.jsonl, event",
        "aws.cloudtrail, panther-dev/AWS.CloudTrail.jsonl, event",
        "aws.cloudtrail, c7n/aws-eventbridge.jsonl, event",
        "aws.cloudtrail, plaso/aws_cloudtrail.jsonl, event",
        "aws.cloudtrail, streamalert/tests.jsonl, event",
        "aws.cloudtrail, envelopes/aws-envelopes.jsonl, event",
        "aws.config, resource-change/aws-config-notifications.jsonl, event",
        "aws.config, envelopes/aws-envelopes.jsonl, event",
        "aws.config, c7n/aws-eventbridge.jsonl, event",
        "aws.guardduty, c7n/aws-eventbridge.jsonl, event",
        "aws.securityhub, panther-dev/AWS.SecurityFindingFormat.jsonl, event",
        "aws.securityhub, c7n/aws-eventbridge.jsonl, event",
        "aws.inspector, c7n/aws-eventbridge.jsonl, event",
        "aws.health, c7n/aws-eventbridge.jsonl, event",
        "ocsf.event, panther-dev/OCSF.NetworkActivity.jsonl, event",
        "syslog.message, syslog/plaso-syslog.jsonl, raw",
        "syslog.message, envelopes/aws-envelopes.jsonl, event"
    })
    void everyRowIsAccountedFor(String source, String file, String field) throws IOException {
        Path sample = VendorSamples.file(file);

        var answer = send(source, Files.readAllBytes(sample), field);

        assertThat(answer.getLong("received"))
                .isEqualTo(answer.getLong("accepted") + answer.getLong("quarantined") + answer.getLong("control"))
                .isGreaterThanOrEqualTo(Files.readAllLines(sample).size());
        assertThat(answer.getList("problems.detail", String.class))
                .allSatisfy(detail -> assertThat(detail).isNotBlank());
    }

    @Test
    void recordsOfTheRightSourceAreTaken() throws IOException {
        var accepted = new TreeMap<String, Long>();
        for (var entry : Map.of(
                        "aws.config", "resource-change/aws-config-notifications.jsonl",
                        "aws.securityhub", "panther-dev/AWS.SecurityFindingFormat.jsonl",
                        "aws.guardduty", "c7n/aws-eventbridge.jsonl",
                        "aws.health", "c7n/aws-eventbridge.jsonl")
                .entrySet()) {
            accepted.put(
                    entry.getKey(),
                    send(entry.getKey(), Files.readAllBytes(VendorSamples.file(entry.getValue())), "event")
                            .getLong("accepted"));
        }

        assertThat(accepted)
                .hasEntrySatisfying("aws.config", count -> assertThat(count).isGreaterThanOrEqualTo(22))
                .hasEntrySatisfying(
                        "aws.securityhub", count -> assertThat(count).isPositive())
                .hasEntrySatisfying("aws.guardduty", count -> assertThat(count).isEqualTo(2))
                .hasEntrySatisfying("aws.health", count -> assertThat(count).isEqualTo(1));
    }

    private static JsonPath send(String source, byte[] body, String field) {
        String token = source.equals("aws.cloudtrail") ? Stand.CLOUDTRAIL_TOKEN : Stand.SAMPLES_TOKEN;
        var response = sender(token)
                .contentType("application/x-ndjson")
                .queryParam("record-field", field)
                .body(body)
                .post("/v1/events/" + source);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }
}
