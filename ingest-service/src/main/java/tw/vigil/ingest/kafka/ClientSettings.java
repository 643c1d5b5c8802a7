package tw.vigil.ingest.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;

/// What the Kafka client of one feed is told. Offsets are committed by the feed alone, when our Kafka has acknowledged.
final class ClientSettings {
    private static final String FETCH_BYTES = Integer.toString(8 << 20);
    private static final String PARTITION_FETCH_BYTES = Integer.toString(1 << 20);

    private ClientSettings() {}

    /// @throws IllegalStateException when a file that is named cannot be read
    static Map<String, Object> of(String key, KafkaFeedConfig.Settings settings) {
        var client = new HashMap<String, Object>();
        settings.connectionStringFile()
                .ifPresent(file -> client.putAll(eventHubs(read(key + "connection-string-file", file))));
        settings.clientPropertiesFile()
                .ifPresent(file -> properties(read(key + "client-properties-file", file))
                        .forEach((name, value) -> client.put(String.valueOf(name), value)));
        client.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        client.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        client.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, settings.start().name().toLowerCase(Locale.ROOT));
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.pollRecords()));
        client.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        client.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return client;
    }

    /// Event Hubs takes the connection string as the password of a user of this name.
    private static Map<String, Object> eventHubs(String connectionString) {
        String quoted = connectionString.strip().replace("\\", "\\\\").replace("\"", "\\\"");
        return Map.of(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                "SASL_SSL",
                SaslConfigs.SASL_MECHANISM,
                "PLAIN",
                SaslConfigs.SASL_JAAS_CONFIG,
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"$ConnectionString\""
                        + " password=\"" + quoted + "\";");
    }

    private static Properties properties(String text) {
        var properties = new Properties();
        try (var reader = Reader.of(text)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can be read", e);
        }
        return properties;
    }

    private static String read(String key, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(key + " cannot be read: " + file, e);
        }
    }
}
