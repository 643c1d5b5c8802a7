package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.pubsub.PullServer;

/// Against a server of our own that speaks Pub/Sub's protocol; Google's emulator does not run on the JVM.
@QuarkusTest
@TestProfile(PubSubFeedIT.WithSubscription.class)
class PubSubFeedIT extends IngestStand {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void messagesAreTakenAndThenAcknowledged() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add("pubsub-" + i);
            publish(ByteString.copyFromUtf8(Samples.cloudTrail("pubsub-" + i)));
        }
        publish(ByteString.copyFrom(Samples.gzip(Samples.cloudTrail("pubsub-gz"))));
        keys.add("pubsub-gz");

        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            found.addAll(events.read(1));
            assertThat(found).extracting(ConsumerRecord::key).containsAll(keys);
        });
        Awaitility.await().atMost(LIMIT).until(() -> Google.server.unacknowledged() == 0);
        assertThat(Google.server.refusals()).isZero();
    }

    @Test
    void welcomeOfAnAssetFeedIsAcknowledgedAndNothingElse() {
        publish(ByteString.copyFromUtf8(
                "You have successfully configured real time feed \"projects/1/feeds/f\" with the following settings"));
        publish(ByteString.EMPTY);

        Awaitility.await().atMost(LIMIT).until(() -> Google.server.unacknowledged() == 0);
        assertThat(quarantine.read(0)).isEmpty();
    }

    @Test
    void messageThatCannotBeReadIsQuarantinedAndAcknowledged() {
        publish(ByteString.copyFromUtf8("no event"));

        assertThat(quarantine.read(1)).extracting(IngestStand::value).containsExactly("no event");
        Awaitility.await().atMost(LIMIT).until(() -> Google.server.unacknowledged() == 0);
    }

    @Test
    void attributesOfARejectedMessageHoldNoValues() {
        Google.server.publish(PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("no event either"))
                .putAttributes("A123456789", "of 4111111111111111")
                .putAttributes("kind", "audit")
                .build());

        assertThat(headers(quarantine.read(1).getFirst()).get("vigil_hints"))
                .contains("kind=audit", "national_id", "payment_card")
                .doesNotContainIgnoringCase("a123456789")
                .doesNotContain("4111111111111111");
    }

    private static void publish(ByteString data) {
        Google.server.publish(PubsubMessage.newBuilder().setData(data).build());
    }

    public static class WithSubscription extends OwnResources {
        public WithSubscription() {
            super(List.of(Stand.class, Google.class));
        }
    }

    /// The stand-in. Kept for the JVM, since the test publishes to it.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Google implements QuarkusTestResourceLifecycleManager {
        static PullServer server;

        @Override
        public Map<String, String> start() {
            server = new PullServer();
            String key = "vigil.ingest.pubsub-feeds.audit.";
            return Map.of(
                    key + "subscription",
                    "projects/soc/subscriptions/audit",
                    key + "source",
                    "aws.cloudtrail",
                    key + "plaintext-endpoint",
                    server.endpoint());
        }

        @Override
        public void stop() {
            server.close();
        }
    }
}
