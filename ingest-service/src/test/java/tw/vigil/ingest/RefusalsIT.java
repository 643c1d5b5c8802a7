package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefusalsIT extends IngestStand {
    private static final byte[] EVENT = Samples.cloudTrail("refused").getBytes(StandardCharsets.UTF_8);

    @ConfigProperty(name = "vigil.ingest.tokens-dir")
    Path tokens = Path.of("");

    @Test
    void noTokenAndUnknownTokenAreRefusedAlike() {
        assertProblem(given().contentType("application/json").body(EVENT).post("/v1/events/aws.cloudtrail"), 401);
        assertProblem(post("wrong", "aws.cloudtrail"), 401);
        assertProblem(post("wrong", "no.such"), 401);
        assertProblem(post("", "no.such"), 401);
    }

    @Test
    void tokenOfAnotherSourceIsForbidden() {
        assertProblem(post(Stand.KUBERNETES_TOKEN, "aws.cloudtrail"), 403);
    }

    @Test
    void unknownSourceIsToldToKnownSendersOnly() {
        assertProblem(post(Stand.KUBERNETES_TOKEN, "no.such"), 404);
    }

    @Test
    void sourceWithoutTokenFileIsNotEnabled() {
        assertProblem(post(Stand.KUBERNETES_TOKEN, "kubernetes.audit"), 403);
    }

    @Test
    void tokensAreReadAgainWhenTheFileChanges() throws Exception {
        Path file = tokens.resolve("aws.cloudtrail");
        try {
            Files.writeString(file, Stand.CLOUDTRAIL_TOKEN + "\nthe-next-token\n");
            assertCounts(post("the-next-token", "aws.cloudtrail"), 1, 0);
            assertCounts(post(Stand.CLOUDTRAIL_TOKEN, "aws.cloudtrail"), 1, 0);

            Files.writeString(file, "the-next-token\n");
            assertProblem(post(Stand.CLOUDTRAIL_TOKEN, "aws.cloudtrail"), 401);

            Files.delete(file);
            assertProblem(post("the-next-token", "aws.cloudtrail"), 401);
        } finally {
            Files.writeString(file, Stand.CLOUDTRAIL_TOKEN + "\n");
        }
    }

    /// A volume shows a Secret as links into `..data`, and an update swaps that link for one to a new folder.
    @Test
    void tokensAreReadThroughTheLinksOfAKubernetesVolume() throws Exception {
        Path file = tokens.resolve("aws.cloudtrail");
        Path first = Files.createDirectory(tokens.resolve("..2026_08_20_10_00_00.1"));
        Path second = Files.createDirectory(tokens.resolve("..2026_08_20_11_00_00.2"));
        Path data = tokens.resolve("..data");
        Files.writeString(first.resolve("aws.cloudtrail"), "token-of-the-first\n");
        Files.writeString(second.resolve("aws.cloudtrail"), "token-of-the-other\n");
        try {
            Files.createSymbolicLink(data, first.getFileName());
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("..data", "aws.cloudtrail"));
            assertCounts(post("token-of-the-first", "aws.cloudtrail"), 1, 0);

            Path next = Files.createSymbolicLink(tokens.resolve("..data_tmp"), second.getFileName());
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
            assertProblem(post("token-of-the-first", "aws.cloudtrail"), 401);
            assertCounts(post("token-of-the-other", "aws.cloudtrail"), 1, 0);
            assertProblem(post("token-of-the-other", "..data"), 404);
        } finally {
            Files.delete(file);
            Files.writeString(file, Stand.CLOUDTRAIL_TOKEN + "\n");
        }
    }

    @Test
    void unknownTypeAndEncodingAreNotUnderstood() {
        assertProblem(sendAs("application/xml", EVENT), 415);
        assertProblem(
                cloudTrailSender()
                        .contentType("application/json")
                        .header("Content-Encoding", "br")
                        .body(EVENT)
                        .post("/v1/events/aws.cloudtrail"),
                415);
    }

    @Test
    void tooLargeBodyIsRefusedAndTold() {
        byte[] large = ("{\"Records\":[" + Samples.cloudTrail("before") + " ".repeat(Stand.BODY_BYTES) + "]}")
                .getBytes(StandardCharsets.UTF_8);

        var response = sendAs("application/json", large);

        assertProblem(response, 413);
        assertThat(response.jsonPath().getString("detail"))
                .contains(Integer.toString(Stand.BODY_BYTES))
                .contains("1 records were accepted");
    }

    @Test
    void bombIsRefused() {
        assertProblem(sendAs("application/gzip", Samples.gzip(" ".repeat(8_000_000))), 413);
    }

    private static Response post(String token, String source) {
        return sender(token).contentType("application/json").body(EVENT).post("/v1/events/" + source);
    }

    private static void assertProblem(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        var json = response.jsonPath();
        assertThat(json.getInt("status")).isEqualTo(status);
        assertThat(json.getString("type")).startsWith("urn:vigil:problem:");
        assertThat(json.getString("title")).isNotBlank();
        assertThat(json.getString("detail")).isNotBlank();
        assertThat(json.getString("instance")).startsWith("/v1/events/");
    }
}
