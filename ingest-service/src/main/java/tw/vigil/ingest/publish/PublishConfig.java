package tw.vigil.ingest.publish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Writing to Kafka.
@ConfigMapping(prefix = "vigil.ingest.publish")
interface PublishConfig {
    /// Most bytes of records that wait for Kafka's acknowledgement, over all requests and files together.
    @WithDefault("33554432")
    long inFlightBytes();

    /// How long a request or file waits for Kafka before it is told to come again.
    @WithDefault("PT10S")
    Duration acknowledgementTimeout();
}
