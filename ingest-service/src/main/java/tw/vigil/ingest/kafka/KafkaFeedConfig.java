package tw.vigil.ingest.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.vigil.ingest.intake.Format;

/// Topics that are read.
@ConfigMapping(prefix = "vigil.ingest")
interface KafkaFeedConfig {
    /// By a name of the operator's choice.
    Map<String, Settings> kafkaFeeds();

    interface Settings {
        /// Brokers, as in `acme.servicebus.windows.net:9093`.
        String bootstrapServers();

        /// Topics (event hubs).
        List<String> topics();

        /// Consumer group.
        @WithDefault("vigil-ingest")
        String group();

        /// Id of the source that the messages are of.
        String source();

        /// Form of a message: `any` is told from the bytes, `lines` is one record on each line.
        @WithDefault("any")
        Format format();

        /// Field that holds the record where a shipper wrapped each one.
        Optional<String> recordField();

        /// File with the connection string of an Event Hubs namespace; the connection is `SASL_SSL` then.
        Optional<Path> connectionStringFile();

        /// File with further settings of the Kafka client, such as `sasl.jaas.config` and `ssl.truststore.location`.
        Optional<Path> clientPropertiesFile();

        /// Where a group without offsets begins: `earliest` or `latest`.
        @WithDefault("earliest")
        Start start();

        /// How many messages wait for Kafka's acknowledgement at once.
        @WithDefault("32")
        int workers();

        /// Most messages that are fetched ahead.
        @WithDefault("500")
        int pollRecords();
    }

    /// Where to begin.
    enum Start {
        EARLIEST,
        LATEST
    }
}
