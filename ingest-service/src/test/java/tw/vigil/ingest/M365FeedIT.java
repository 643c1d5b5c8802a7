package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    @Test
    void noticeMakesContentBeFetchedAtOnce() {
        Awaitility.await().atMost(LIMIT).until(() -> !Office.slow.listed.isEmpty());
        Office.slow.publish("n1", "[" + Samples.cloudTrail("m365-noticed") + "]");
        String notice = "[{\"tenantId\":\"72f9\",\"contentType\":\"Audit.General\",\"contentId\":\"n1\","
                + "\"contentUri\":\"https://169.254.169.254/latest\"}]";

        for (String secret : List.of("auth-id-0123456789", "wrong")) {
            given().contentType("application/json")
                    .header("Webhook-AuthID", secret)
                    .body(notice)
                    .post("/v1/hooks/hook.m365")
                    .then()
                    .statusCode(secret.equals("wrong") ? 401 : 200);
        }

        awaitEvents("m365-noticed");
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

    public static class WithTenant extends OwnResources {
        public WithTenant() {
            super(List.of(Stand.class, Office.class));
        }
    }

    /// The stand-in. Kept for the JVM, since the test publishes to it.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Office implements QuarkusTestResourceLifecycleManager {
        static Tenant tenant;
        /// Asked once an hour, and when a notice comes.
        static Tenant slow;
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
            slow = new Tenant();
            var settings = new HashMap<String, String>();
            settings.putAll(feed(
                    "acme", tenant, Map.of("source", "aws.cloudtrail", "first-start", "PT48H", "interval", "PT0.5S")));
            settings.putAll(
                    feed("slow", slow, Map.of("source", "hook.m365", "first-start", "PT1H", "interval", "PT1H")));
            return settings;
        }

        private static Map<String, String> feed(String name, Tenant tenant, Map<String, String> more) {
            var settings = new HashMap<String, String>(Map.of(
                    "tenant",
                    Tenant.ID,
                    "client-id",
                    "c44b4083",
                    "client-secret-file",
                    secret.toString(),
                    "content-types",
                    "Audit.Exchange",
                    "api",
                    tenant.address(),
                    "login",
                    tenant.address()));
            settings.putAll(more);
            return settings.entrySet().stream()
                    .collect(Collectors.toMap(
                            setting -> "vigil.ingest.m365-feeds." + name + "." + setting.getKey(),
                            Map.Entry::getValue));
        }

        @Override
        public void stop() {
            tenant.close();
            slow.close();
            try {
                Files.delete(secret);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
