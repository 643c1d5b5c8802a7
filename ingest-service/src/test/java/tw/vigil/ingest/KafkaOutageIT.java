package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tw.vigil.launcher.broker.KafkaBroker;

/// A broker of this test's own goes away and comes back under the running service.
@QuarkusTest
@TestProfile(KafkaOutageIT.OwnBroker.class)
class KafkaOutageIT {
    @Test
    void senderIsRefusedWhileKafkaIsAwayAndTakenWhenItIsBack() throws IOException {
        awaitStatus(200);
        assertThat(send("before").statusCode()).isEqualTo(200);

        Broker.stopBroker();
        Response away = send("away");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isNotBlank();
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(503);

        Broker.startBroker();
        awaitStatus(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> send("away").statusCode() == 200);
        var counts = given().get("/v1/accounting").jsonPath();
        assertThat(counts.getLong("sources.'aws.cloudtrail'.accepted"))
                .isEqualTo(counts.getLong("sources.'aws.cloudtrail'.received"))
                .isGreaterThanOrEqualTo(2);
    }

    private static Response send(String id) {
        return given().header("Authorization", "Bearer some-token")
                .contentType("application/json")
                .body(Samples.cloudTrail(id))
                .post("/v1/events/aws.cloudtrail");
    }

    private static void awaitStatus(int status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == status);
    }

    public static class OwnBroker extends OwnResources {
        public OwnBroker() {
            super(List.of(Broker.class));
        }
    }

    /// Started anew under the same address by the test, so it is kept for the JVM.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Broker implements QuarkusTestResourceLifecycleManager {
        private static Path folder = Path.of("");
        private static KafkaBroker broker;
        private static int port;

        static void stopBroker() {
            broker.close();
        }

        static void startBroker() throws IOException {
            broker = KafkaBroker.start(folder.resolve("kafka"), port);
        }

        @Override
        public Map<String, String> start() {
            try {
                folder = Files.createTempDirectory("vigil-ingest");
                Files.writeString(folder.resolve("aws.cloudtrail"), "some-token");
                broker = KafkaBroker.start(folder.resolve("kafka"));
                port = broker.port();
                return Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "vigil.ingest.tokens-dir", folder.toString(),
                        "vigil.ingest.publish.acknowledgement-timeout", "PT3S");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            broker.close();
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
