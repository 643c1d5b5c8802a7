package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.config.DecoderConfig;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tw.vigil.event.Topics;

/// The running service, a broker, and readers of both topics that see what the test's own requests caused.
@QuarkusTestResource(Stand.class)
@SuppressWarnings("NullAway.Init") // set before each test
class IngestStand {
    private static final RestAssuredConfig RAW = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false))
            .decoderConfig(DecoderConfig.decoderConfig());

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    TopicReader events;
    TopicReader quarantine;

    @BeforeEach
    void openReaders() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200));
        events = TopicReader.of(bootstrapServers, Topics.EVENTS);
        quarantine = TopicReader.of(bootstrapServers, Topics.QUARANTINE);
    }

    @AfterEach
    void closeReaders() {
        events.close();
        quarantine.close();
    }

    static RequestSpecification cloudTrailSender() {
        return sender(Stand.CLOUDTRAIL_TOKEN);
    }

    static RequestSpecification sender(String token) {
        return plain().header("Authorization", "Bearer " + token);
    }

    /// A sender that shows nothing, and whose bodies are sent as they are.
    static RequestSpecification plain() {
        return given().config(RAW);
    }

    static Response send(String body) {
        return sendAs("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static Response sendAs(String contentType, byte[] body) {
        return cloudTrailSender().contentType(contentType).body(body).post("/v1/events/aws.cloudtrail");
    }

    static void assertCounts(Response response, int accepted, int quarantined) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        var json = response.jsonPath();
        assertThat(List.of(json.getInt("received"), json.getInt("accepted"), json.getInt("quarantined")))
                .as(response.asString())
                .isEqualTo(List.of(accepted + quarantined, accepted, quarantined));
    }

    static String value(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    static void assertValid(String schema, JsonNode value) throws IOException {
        try (var file = Topics.class.getResourceAsStream("/schemas/" + schema + ".schema.json")) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(file)
                            .validate(value))
                    .isEmpty();
        }
    }
}
