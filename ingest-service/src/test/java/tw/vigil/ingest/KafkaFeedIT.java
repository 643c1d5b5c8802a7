package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tw.vigil.launcher.broker.KafkaBroker;
import tw.vigil.launcher.process.Ports;

/// Event Hubs as Kafka clients see it: a broker that asks for SASL/PLAIN with the connection string as password.
@QuarkusTest
@TestProfile(KafkaFeedIT.WithHub.class)
class KafkaFeedIT extends IngestStand {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void messagesAreTakenAndTheirOffsetsCommitted() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add("hub-" + i);
            Hub.send(Samples.cloudTrail("hub-" + i), Map.of());
        }

        assertThat(awaitEvents(keys)).hasSize(200);
        awaitNothingLeft();
    }

    @Test
    void batchInAMessageIsSplitAndGzipIsRead() {
        Hub.send("{\"Records\":[" + Samples.cloudTrail("hub-b1") + "," + Samples.cloudTrail("hub-b2") + "]}", Map.of());
        Hub.send(Samples.gzip(Samples.cloudTrail("hub-gz")), Map.of());

        awaitEvents(List.of("hub-b1", "hub-b2", "hub-gz"));
    }

    @Test
    void poisonedMessageIsQuarantinedAndTheNextTaken() throws Exception {
        Hub.send("{'single': 'quotes'}", Map.of());
        Hub.send(Samples.cloudTrail("hub-after"), Map.of());

        awaitEvents(List.of("hub-after"));
        assertThat(quarantine.read(1)).extracting(IngestStand::value).containsExactly("{'single': 'quotes'}");
        awaitNothingLeft();
    }

    @Test
    void headersThatMatterAreKept() {
        Hub.send(
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"x\",\"type\":\"t\",\"data\":"
                        + Samples.cloudTrail("hub-ce") + "}",
                Map.of(
                        "content-type",
                        "application/cloudevents+json; charset=utf-8",
                        "traceparent",
                        "00-" + TRACE + "-b7ad6b7169203331-01"));

        assertThat(headers(awaitEvents(List.of("hub-ce")).getFirst()).get("traceparent"))
                .contains(TRACE);
    }

    private List<ConsumerRecord<String, byte[]>> awaitEvents(List<String> keys) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            events.read(1).stream()
                    .filter(record -> keys.contains(record.key()))
                    .forEach(found::add);
            assertThat(found).extracting(ConsumerRecord::key).containsAll(keys);
        });
        return found;
    }

    private static void awaitNothingLeft() {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(Hub.committed()).isEqualTo(Hub.sent()));
    }

    public static class WithHub extends OwnResources {
        public WithHub() {
            super(List.of(Stand.class, Hub.class));
        }
    }

    /// The stand-in. Kept for the JVM, since the test sends to it.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Hub implements QuarkusTestResourceLifecycleManager {
        private static final String TOPIC = "insights-activity-logs";
        private static final String CONNECTION =
                "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=vigil;SharedAccessKey=abc+def=";

        private static Path folder;
        private static KafkaBroker broker;
        private static KafkaProducer<byte[], byte[]> producer;
        private static long sent;

        static void send(String message, Map<String, String> headers) {
            send(message.getBytes(StandardCharsets.UTF_8), headers);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // flush waits for it
        static void send(byte[] message, Map<String, String> headers) {
            var record = new ProducerRecord<byte[], byte[]>(TOPIC, message);
            headers.forEach((name, value) ->
                    record.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8))));
            producer.send(record);
            producer.flush();
            sent++;
        }

        static long sent() {
            return sent;
        }

        static long committed() throws Exception {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                return admin
                        .listConsumerGroupOffsets("vigil-ingest")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .entrySet()
                        .stream()
                        .filter(entry -> entry.getKey().topic().equals(TOPIC))
                        .mapToLong(entry -> entry.getValue().offset())
                        .sum();
            }
        }

        @Override
        public Map<String, String> start() {
            try {
                folder = Files.createTempDirectory("vigil-hub");
                List<Integer> ports = Ports.free(3);
                String plain = "127.0.0.1:" + ports.get(0);
                String secured = "127.0.0.1:" + ports.get(1);
                broker = KafkaBroker.start(
                        folder.resolve("kafka"),
                        ports.get(0),
                        folder.resolve("kafka.log"),
                        Map.of(
                                "listeners",
                                "PLAINTEXT://" + plain + ",HUB://" + secured + ",CONTROLLER://127.0.0.1:"
                                        + ports.get(2),
                                "advertised.listeners",
                                "PLAINTEXT://" + plain + ",HUB://" + secured,
                                "controller.quorum.voters",
                                "1@127.0.0.1:" + ports.get(2),
                                "listener.security.protocol.map",
                                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,HUB:SASL_PLAINTEXT",
                                "listener.name.hub.sasl.enabled.mechanisms",
                                "PLAIN",
                                "listener.name.hub.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                        + " user_$ConnectionString=\"" + CONNECTION + "\";"));
                var client = new HashMap<String, Object>(Map.of("bootstrap.servers", plain));
                try (Admin admin = Admin.create(client)) {
                    admin.createTopics(List.of(new NewTopic(TOPIC, 4, (short) 1)))
                            .all()
                            .get();
                }
                producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
                String key = "vigil.ingest.kafka-feeds.hub.";
                return Map.of(
                        key + "bootstrap-servers",
                        secured,
                        key + "topics",
                        TOPIC,
                        key + "source",
                        "aws.cloudtrail",
                        key + "connection-string-file",
                        Files.writeString(folder.resolve("connection"), CONNECTION)
                                .toString(),
                        // The stand-in has no certificate.
                        key + "client-properties-file",
                        Files.writeString(folder.resolve("client"), "security.protocol=SASL_PLAINTEXT\n")
                                .toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {
            producer.close();
            broker.close();
            try {
                Utils.delete(folder.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
