package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tw.vigil.event.Topics;
import tw.vigil.ingest.m365.Tenant;

/// Against an invented tenant on loopback.
@QuarkusTest
@TestProfile(M365FeedIT.WithTenant.class)
class M365FeedIT extends IngestStand {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final TopicPartition PLACE = new TopicPartition(Topics.EVENTS, 0);

    @Test
    void contentIsTakenOnceAndThePlaceIsKeptInKafka() throws Exception {
        Office.tenant.publish("c1", "[" + Samples.cloudTrail("m365-1") + "," + Samples.cloudTrail("m365-2") + "]");
        Office.tenant.publish("c2", "[" + Samples.cloudTrail("m365-3") + "]");
        awaitEvents("m365-1", "m365-2", "m365-3");

        Office.tenant.throttle.set(2);
        Office.tenant.publish("c3", "expired");
        Office.tenant.publish("c4", "[" + Samples.cloudTrail("m365-4") + "]");
        awaitEvents("m365-4");

        assertThat(Office.tenant.fetched).containsOnlyOnce("c1", "c2", "c4");
        // Two days were to be made up for, at most a day at a time.
        assertThat(Office.tenant.listed)
                .filteredOn(query -> query.contains("startTime"))
                .hasSizeGreaterThan(2);
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(kept()).isAfter(Instant.now().minus(Duration.ofHours(2))));
    }

    private Instant kept() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            OffsetAndMetadata place = admin.listConsumerGroupOffsets("vigil-ingest-m365.acme.Audit.Exchange")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(PLACE);
            return place == null ? Instant.MIN : Instant.parse(place.metadata());
        }
    }

    private void awaitEvents(String... keys) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            found.addAll(events.read(1));
            assertThat(found).extracting(ConsumerRecord::key).contains(keys);
        });
    }

    public static class WithTenant implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Stand.class), new TestResourceEntry(Office.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /// The stand-in. Kept for the JVM, since the test publishes to it.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Office implements QuarkusTestResourceLifecycleManager {
        static Tenant tenant;
        private static Path secret;

        @Override
        public Map<String, String> start() {
            try {
                secret = Files.createTempFile("vigil-m365", "secret");
                Files.writeString(secret, Tenant.SECRET);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            tenant = new Tenant();
            String key = "vigil.ingest.m365-feeds.acme.";
            return Map.of(
                    key + "tenant",
                    Tenant.ID,
                    key + "client-id",
                    "c44b4083",
                    key + "client-secret-file",
                    secret.toString(),
                    key + "source",
                    "aws.cloudtrail",
                    key + "content-types",
                    "Audit.Exchange",
                    key + "first-start",
                    "PT48H",
                    key + "interval",
                    "PT0.5S",
                    key + "api",
                    tenant.address(),
                    key + "login",
                    tenant.address());
        }

        @Override
        public void stop() {
            tenant.close();
            try {
                Files.delete(secret);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
