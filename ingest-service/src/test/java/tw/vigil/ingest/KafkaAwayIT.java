package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(KafkaAwayIT.Away.class)
class KafkaAwayIT {
    @Test
    void senderIsToldToComeAgain() {
        var response = given().header("Authorization", "Bearer some-token")
                .contentType("application/json")
                .body(Samples.cloudTrail("lost"))
                .post("/v1/events/aws.cloudtrail");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(given().get("/v1/accounting").jsonPath().getInt("sources.'aws.cloudtrail'.received"))
                .isZero();
    }

    @Test
    void vendorIsToldToComeAgainInItsOwnWords() {
        var response = given().header("X-Amz-Firehose-Access-Key", "some-token")
                .header("X-Amz-Firehose-Request-Id", "ed4acda5-034f-9f42-bba1-f29aea6d7d8f")
                .contentType("application/json")
                .body(Samples.cloudTrail("lost"))
                .post("/v1/hooks/aws.cloudtrail");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.jsonPath().getString("requestId")).isEqualTo("ed4acda5-034f-9f42-bba1-f29aea6d7d8f");
        assertThat(response.jsonPath().getString("errorMessage")).contains("kafka-unavailable");
    }

    @Test
    void serviceLivesButIsNotReady() {
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(503);
    }

    public static class Away extends OwnResources {
        public Away() {
            super(List.of(NoBroker.class));
        }
    }

    /// An address where nobody listens.
    public static class NoBroker implements QuarkusTestResourceLifecycleManager {
        private Path folder = Path.of("");

        @Override
        public Map<String, String> start() {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                folder = Files.createTempDirectory("vigil-ingest");
                Files.writeString(folder.resolve("aws.cloudtrail"), "some-token");
                return Map.of(
                        "kafka.bootstrap.servers",
                        "127.0.0.1:" + socket.getLocalPort(),
                        "vigil.ingest.tokens-dir",
                        folder.toString(),
                        "vigil.ingest.hook-secrets-dir",
                        folder.toString(),
                        "vigil.ingest.sources.\"aws.cloudtrail\".hook.kind",
                        "firehose",
                        "vigil.ingest.publish.acknowledgement-timeout",
                        "PT1S");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            try {
                Files.deleteIfExists(folder.resolve("aws.cloudtrail"));
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
