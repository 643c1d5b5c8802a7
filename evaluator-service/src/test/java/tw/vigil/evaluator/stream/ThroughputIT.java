package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Topics;
import tw.vigil.samples.EventStream;
import tw.vigil.teststand.TestKafka;

/// What evaluation costs: the service with the built-in pack against a loop that only copies the same topic, on the
/// same machine and broker. Says a ratio, proves nothing; run it with `-Dvigil.throughput=200000`, on a quiet
/// machine, and with `-Dvigil.throughput.jvm=-XX:StartFlightRecording:filename=target/throughput.jfr` to see where
/// time goes.
@EnabledIfSystemProperty(
        named = "vigil.throughput",
        matches = "\\d+",
        disabledReason = "a measurement, not a check; it takes minutes")
class ThroughputIT {
    private static final Logger LOG = Logger.getLogger(ThroughputIT.class);
    private static final String COPY = "throughput-copy";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final String bootstrapServers = TestKafka.start().bootstrapServers();
    private final int events = Integer.getInteger("vigil.throughput", 0);

    @Test
    void evaluatorAgainstBareCopy() throws Exception {
        try (var service = new EvaluatorProcess(bootstrapServers, "throughput", folder.resolve("state"), null)
                .withJvm(List.of("-Xmx512m", System.getProperty("vigil.throughput.jvm", "-XX:+UseSerialGC")))) {
            // makes the topics
            service.start().awaitReady().terminate();
            createTarget();
            fill();
            copy();
            double copied = copy();
            double evaluated = evaluate(service);
            LOG.infof(
                    "throughput events=%d copiedPerSecond=%.0f evaluatedPerSecond=%.0f ratio=%.2f residentMiB=%d",
                    events, copied, evaluated, evaluated / copied, service.residentMemory());
            service.terminate();
            assertThat(evaluated).isPositive();
        }
    }

    private double evaluate(EvaluatorProcess service) throws Exception {
        service.start();
        var first = awaitEvaluated(service, 1);
        var last = awaitEvaluated(service, events);
        return (last.count() - first.count()) * 1e9 / (last.nanos() - first.nanos());
    }

    private record Reading(long count, long nanos) {}

    private static Reading awaitEvaluated(EvaluatorProcess service, long least) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(
                        () -> {
                            long count = 0;
                            for (JsonNode source : service.accounting().path("sources")) {
                                count += source.path("evaluated").asLong();
                            }
                            return new Reading(count, System.nanoTime());
                        },
                        reading -> reading.count() >= least);
    }

    private double copy() {
        long start = System.nanoTime();
        long copied = 0;
        try (var consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 500),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                var producer = producer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(info -> new TopicPartition(Topics.EVENTS, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (copied < events) {
                for (var row : consumer.poll(Duration.ofMillis(200))) {
                    var _ = producer.send(new ProducerRecord<>(COPY, null, row.key(), row.value(), row.headers()));
                    copied++;
                }
            }
            producer.flush();
        }
        return copied * 1e9 / (System.nanoTime() - start);
    }

    private void createTarget() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(COPY, 6, (short) 1))).all().get();
        }
    }

    private void fill() {
        var stream = EventStream.seeded(1).startingAt(Instant.now().minus(Duration.ofHours(2)));
        try (var producer = producer()) {
            stream.limit(events).forEach(sample -> {
                var sent = new ProducerRecord<>(
                        Topics.EVENTS, sample.id().getBytes(StandardCharsets.UTF_8), sample.json());
                headers(sample).toMap().forEach(sent.headers()::add);
                var _ = producer.send(sent);
            });
        }
    }

    private static EventHeaders headers(EventStream.Sample sample) {
        boolean aws = sample.source().startsWith("aws");
        return new EventHeaders(
                sample.id(),
                aws ? "//aws/111122223333" : "//kubernetes/prod",
                EventHeaders.TYPE_PREFIX + sample.source(),
                sample.time(),
                null,
                aws ? "aws" : "kubernetes",
                aws ? "cloudtrail" : "audit",
                null,
                aws ? "111122223333" : "prod",
                null,
                null,
                Instant.now(),
                sample.source(),
                "0".repeat(64));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
