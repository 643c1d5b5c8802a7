package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real records, where the folder of samples lies beside the project.
@QuarkusTest
class VendorSamplesIT extends IngestStand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REQUIRED = List.of("eventName", "eventSource", "eventTime");

    @ParameterizedTest
    @ValueSource(strings = {"aws-docs/cloudtrail-examples.jsonl", "panther-dev/AWS.CloudTrail.jsonl"})
    void wrappedRowsAreQuarantinedWithTheirReason(String name) throws IOException {
        Path file = VendorSamples.file(name);
        int rows = Files.readAllLines(file).size();

        var response = sendAs("application/x-ndjson", Files.readAllBytes(file));

        assertCounts(response, 0, rows);
        assertThat(quarantine.read(rows))
                .hasSize(rows)
                .allSatisfy(record -> assertThat(headers(record))
                        .containsEntry("vigil_reason", "not_cloudtrail")
                        .hasEntrySatisfying(
                                "vigil_detail", detail -> assertThat(detail).contains("has no event")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-docs/cloudtrail-examples.jsonl", "panther-dev/AWS.CloudTrail.jsonl"})
    void recordsInTheRowsAreAccepted(String name) throws IOException {
        var lines = new ArrayList<String>();
        int complete = 0;
        for (String row : Files.readAllLines(VendorSamples.file(name))) {
            JsonNode event = JSON.readTree(row).get("event");
            lines.add(event.toString());
            complete += REQUIRED.stream().allMatch(event::hasNonNull) ? 1 : 0;
        }

        var response = sendAs("application/x-ndjson", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));

        assertCounts(response, complete, lines.size() - complete);
        assertThat(events.read(complete))
                .extracting(IngestStand::value)
                .isSubsetOf(lines)
                .hasSize(complete);
        assertThat(response.jsonPath().getList("problems.reason", String.class)).allMatch("not_cloudtrail"::equals);
    }
}
