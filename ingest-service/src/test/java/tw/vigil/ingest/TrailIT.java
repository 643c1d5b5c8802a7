package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.digest.TrailFixture;
import tw.vigil.ingest.digest.TrailFixture.Digest;
import tw.vigil.ingest.digest.TrailIntegrity;
import tw.vigil.ingest.digest.TrailObject;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// What a transport tells of a trail becomes events of product `vigil`, each once.
@QuarkusTest
@SuppressWarnings("NullAway.Init") // set before each test
class TrailIT extends IngestStand {
    @Inject
    TrailIntegrity integrity;

    private final TrailFixture trail =
            new TrailFixture().named("t" + UUID.randomUUID().toString().substring(0, 8));
    private TopicReader own;

    @BeforeEach
    void openOwn() {
        own = TopicReader.ofOwnEvents(bootstrapServers);
    }

    @AfterEach
    void closeOwn() {
        own.close();
    }

    @Test
    void whatIsNotAsCloudTrailDeliveredItIsToldOnce() throws KafkaUnavailableException {
        Digest digest = trail.first(3);
        var keys = List.copyOf(trail.logFiles.keySet());
        logFile(keys.get(0), TrailFixture.sha256(trail.logFiles.get(keys.get(0))));
        integrity.digest(digest.object(), digest.gzip(), digest.signature());
        logFile(keys.get(1), TrailFixture.sha256("altered".getBytes(StandardCharsets.UTF_8)));

        var broken = broken(2);

        assertThat(broken).hasSize(2);
        assertThat(broken)
                .anySatisfy(event -> assertThat(value(event))
                        .contains("\"reason\":\"log_file_altered\"")
                        .contains("\"subject\":\"logs/" + keys.get(1) + "\"")
                        .contains("\"account\":\"111122223333\""));
        assertThat(broken)
                .anySatisfy(event -> assertThat(value(event))
                        .contains("\"reason\":\"log_file_missing\"")
                        .contains("\"subject\":\"logs/" + keys.get(2) + "\""));

        integrity.digest(digest.object(), digest.gzip(), digest.signature());
        logFile(keys.get(1), TrailFixture.sha256("altered".getBytes(StandardCharsets.UTF_8)));
        Digest next = trail.next(0);
        integrity.digest(next.object(), next.gzip(), "00");

        assertThat(broken(1))
                .singleElement()
                .satisfies(event -> assertThat(value(event)).contains("\"reason\":\"signature_invalid\""));
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("vigil_trail_findings_total\\{reason=\"log_file_missing\"\\} [1-9]")
                .containsPattern("vigil_trail_digests_verified_total [1-9]");
    }

    private void logFile(String key, String sha256) throws KafkaUnavailableException {
        integrity.logFile(new TrailObject("aws.cloudtrail", TrailFixture.BUCKET, key), sha256);
    }

    private List<ConsumerRecord<String, byte[]>> broken(int count) {
        var broken = new ArrayList<ConsumerRecord<String, byte[]>>();
        for (int i = 0; i < 50 && broken.size() < count; i++) {
            own.read(1).stream()
                    .filter(event -> value(event).contains("\"action\":\"trail.broken\""))
                    .forEach(broken::add);
        }
        return broken;
    }
}
