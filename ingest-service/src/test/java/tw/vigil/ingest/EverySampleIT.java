package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file of samples beside the project to every source, the wrong ones too: nothing fails, nothing vanishes, and
/// whatever is turned away has its reason.
@QuarkusTest
class EverySampleIT extends IngestStand {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Most files wrap each record in a row.
    private static final String WRAPPED = "?record-field=event";
    /// Sources whose records some files hold bare.
    private static final Set<String> BARE = Set.of("aws.cloudtrail", "azure.monitor", "gcp.logging", "m365.audit");

    private static final Map<String, String> TOKENS = tokens();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void closeClient() {
        http.close();
    }

    static Stream<String> sources() {
        return TOKENS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyRowOfEveryFileIsAccountedFor(String source) throws IOException, InterruptedException {
        for (Path file : samples()) {
            byte[] bytes = Files.readAllBytes(file);
            long rows;
            try (var lines = Files.lines(file)) {
                rows = lines.filter(line -> !line.isBlank()).count();
            }
            for (String query : BARE.contains(source) ? List.of("", WRAPPED) : List.of(WRAPPED)) {
                JsonNode answer = send(source, bytes, query);

                assertThat(answer.path("accepted").asLong()
                                + answer.path("quarantined").asLong()
                                + answer.path("control").asLong())
                        .as("%s to %s%s", file, source, query)
                        .isEqualTo(answer.path("received").asLong())
                        .isGreaterThanOrEqualTo(rows);
                assertThat(answer.path("problems")).allSatisfy(problem -> {
                    assertThat(problem.path("reason").asText()).matches("[a-z][a-z0-9_]*");
                    assertThat(problem.path("detail").asText()).isNotBlank();
                });
            }
        }
    }

    private JsonNode send(String source, byte[] body, String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/v1/events/" + source + query))
                .header("Authorization", "Bearer " + TOKENS.get(source))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static Map<String, String> tokens() {
        var tokens = new LinkedHashMap<String, String>();
        tokens.put("aws.cloudtrail", Stand.CLOUDTRAIL_TOKEN);
        tokens.put("kubernetes.prod", Stand.KUBERNETES_TOKEN);
        Stand.SAMPLED_SOURCES.forEach(source -> tokens.put(source, Stand.SAMPLES_TOKEN));
        Stand.CLOUD_SOURCES.forEach(source -> tokens.put(source, Stand.cloudToken(source)));
        return tokens;
    }

    private static List<Path> samples() throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.walk(VendorSamples.folder())) {
            found.filter(file -> file.toString().endsWith(".jsonl")).sorted().forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(40);
        return files;
    }
}
