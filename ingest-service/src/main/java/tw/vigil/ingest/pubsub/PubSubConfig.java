package tw.vigil.ingest.pubsub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tw.vigil.ingest.intake.Format;

/// Subscriptions that are pulled.
@ConfigMapping(prefix = "vigil.ingest")
interface PubSubConfig {
    /// By a name of the operator's choice.
    Map<String, Subscription> pubsubFeeds();

    interface Subscription {
        /// As in `projects/soc/subscriptions/audit`.
        String subscription();

        /// Id of the source that the messages are of.
        String source();

        /// Form of a message: `any` is told from the bytes, `lines` is one record on each line.
        @WithDefault("any")
        Format format();

        /// Field that holds the record where a shipper wrapped each one.
        Optional<String> recordField();

        /// Host and port of the service where they are not Google's own, without TLS and credentials.
        Optional<String> plaintextEndpoint();

        /// Most messages that are held at once.
        @WithDefault("200")
        int outstandingMessages();

        /// Most bytes of messages that are held at once.
        @WithDefault("33554432")
        long outstandingBytes();

        /// How long a message may be held, its deadline being extended, before Pub/Sub hands it out again.
        @WithDefault("PT6H")
        Duration longestHold();
    }
}
