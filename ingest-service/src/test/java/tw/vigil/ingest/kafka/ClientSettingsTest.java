package tw.vigil.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingsTest {
    private static final String CONNECTION =
            "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=vigil;SharedAccessKey=a+\"\\b=";

    @TempDir
    Path folder = Path.of("");

    @Test
    void connectionStringBecomesTheCredential() throws IOException {
        Path file = Files.writeString(folder.resolve("connection"), CONNECTION + "\n");

        Map<String, Object> client = of(Map.of("connection-string-file", file.toString()));

        assertThat(client).containsEntry("security.protocol", "SASL_SSL").containsEntry("sasl.mechanism", "PLAIN");
        var login = JaasContext.loadClientContext(
                Map.of("sasl.jaas.config", new Password(String.valueOf(client.get("sasl.jaas.config")))));
        Map<String, ?> options = login.configurationEntries().getFirst().getOptions();
        assertThat(options.get("username")).isEqualTo("$ConnectionString");
        assertThat(options.get("password")).isEqualTo(CONNECTION);
    }

    @Test
    void offsetsAreNeverCommittedByTheClient() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "enable.auto.commit=true\ngroup.id=other\nsecurity.protocol=SSL\nmax.poll.interval.ms=1000\n");

        Map<String, Object> client = of(Map.of("client-properties-file", file.toString()));

        assertThat(client)
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("group.id", "vigil-ingest")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("max.poll.interval.ms", "1000");
    }

    @Test
    void missingFileIsNamedWithItsKey() {
        String missing = folder.resolve("missing").toString();

        assertThatThrownBy(() -> of(Map.of("connection-string-file", missing)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connection-string-file")
                .hasMessageContaining(missing);
    }

    private static Map<String, Object> of(Map<String, String> settings) {
        var config = new HashMap<String, String>();
        config.put("vigil.ingest.kafka-feeds.hub.bootstrap-servers", "localhost:9093");
        config.put("vigil.ingest.kafka-feeds.hub.topics", "insights");
        config.put("vigil.ingest.kafka-feeds.hub.source", "azure.activity");
        settings.forEach((key, value) -> config.put("vigil.ingest.kafka-feeds.hub." + key, value));
        KafkaFeedConfig mapping = new SmallRyeConfigBuilder()
                .withMapping(KafkaFeedConfig.class)
                .withDefaultValues(config)
                .build()
                .getConfigMapping(KafkaFeedConfig.class);
        return ClientSettings.of(
                "hub.", mapping.kafkaFeeds().values().iterator().next());
    }
}
