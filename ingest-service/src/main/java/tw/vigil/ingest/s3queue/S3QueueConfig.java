package tw.vigil.ingest.s3queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tw.vigil.ingest.intake.Format;

/// Queues that announce objects.
@ConfigMapping(prefix = "vigil.ingest")
interface S3QueueConfig {
    /// By a name of the operator's choice.
    Map<String, Queue> s3Queues();

    interface Queue {
        /// Address of the queue.
        URI queueUrl();

        /// Region of queue and buckets; else as in the queue's address, else as the SDK finds it.
        Optional<String> region();

        /// Role to take; else the credentials are what the SDK's default chain finds.
        Optional<String> roleArn();

        /// Address of SQS where it is not AWS's own.
        Optional<URI> sqsEndpoint();

        /// Address of S3 where it is not AWS's own.
        Optional<URI> s3Endpoint();

        /// Whether the bucket stands in the path of addresses instead of the host name.
        @WithDefault("false")
        boolean pathStyle();

        /// How many messages are worked on at once.
        @WithDefault("4")
        int workers();

        /// How long SQS waits for messages before it answers that there are none; at most 20 s.
        @WithDefault("PT20S")
        Duration waitTime();

        /// How long a message stays hidden from others. Extended while it is worked on, so this is how soon it comes
        /// again after a failure.
        @WithDefault("PT2M")
        Duration visibility();

        /// Largest object, as stored and after decompression.
        @WithDefault("5368709120")
        long objectBytes();

        /// Which objects are read, by a name of the operator's choice.
        Map<String, Objects> objects();

        interface Objects {
            /// Id of the source that their content is of.
            String source();

            /// Their bucket; any when absent.
            Optional<String> bucket();

            /// How their keys start. Of several that fit the longest counts.
            Optional<String> prefix();

            /// How their keys end.
            Optional<String> suffix();

            /// Form of the content: `any` is told from the bytes, `lines` is one record on each line.
            @WithDefault("any")
            Format format();

            /// Field that holds the record where a shipper wrapped each one.
            Optional<String> recordField();
        }
    }
}
