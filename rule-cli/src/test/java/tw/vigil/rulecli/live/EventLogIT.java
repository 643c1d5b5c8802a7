package tw.vigil.rulecli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Topics;
import tw.vigil.rulecli.play.LogPlay;
import tw.vigil.rulecli.play.Progress;
import tw.vigil.rules.proof.PackException;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;
import tw.vigil.teststand.TestKafka;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLogIT {
    private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String RULES = """
            title: Snapshot deleted
            name: deleted
            id: 11111111-0000-4000-8000-000000000001
            logsource: {product: aws, service: cloudtrail}
            detection: {selection: {eventName: DeleteSnapshot}, condition: selection}
            ---
            title: Three in ten minutes
            id: 11111111-0000-4000-8000-000000000002
            correlation:
              type: event_count
              rules: [deleted]
              group-by: [user]
              timespan: 10m
              condition: {gte: 3}
            """;

    private final String servers = TestKafka.start().bootstrapServers();
    private final Progress progress = new Progress(new PrintWriter(new StringWriter()), false);

    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "compression.type", "lz4"),
            new StringSerializer(),
            new ByteArraySerializer());

    @Command(name = "holder")
    private static final class Holder {
        @Mixin
        private final EventLog log = new EventLog();
    }

    @BeforeEach
    void make() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(Topics.EVENTS, 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void remove() throws InterruptedException, ExecutionException {
        producer.close();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.deleteTopics(List.of(Topics.EVENTS)).all().get();
        }
    }

    @Test
    void partitionsAreReadInTheOrderOfReceptionFromTheMomentOn() throws InterruptedException, ExecutionException {
        for (int i = 0; i < 600; i++) {
            send(i % 7 == 0 ? 0 : i % 3, "e" + i, NOW.plusSeconds(i), event("u"));
        }
        var ids = new ArrayList<String>();

        log(servers)
                .read(NOW.plusSeconds(100), progress, row -> ids.add(new String(row.key(), StandardCharsets.UTF_8)));

        assertThat(ids).hasSize(500).startsWith("e100", "e101", "e102").endsWith("e598", "e599");
        assertThat(ids.stream().map(id -> Integer.parseInt(id.substring(1)))).isSorted();
    }

    @Test
    void eventsOfThreePartitionsCorrelateAndTheSameEventCountsOnce() throws InterruptedException, ExecutionException {
        send(0, "a", NOW, event("eve"));
        send(1, "b", NOW.plus(MINUTE), event("eve"));
        send(1, "b", NOW.plus(MINUTE), event("eve"));
        send(0, "x", NOW.plus(MINUTE), "not json");
        send(2, "c", NOW.plus(MINUTE.multipliedBy(2)), event("eve"));
        send(2, "d", NOW.plus(MINUTE.multipliedBy(3)), event("bob"));
        var rules = RuleSet.compile(List.of(new RuleFile("rules/r.yml", RULES)), RuleContext.EMPTY)
                .rules();
        var found = new ArrayList<String>();
        var play = new LogPlay();
        play.hear(rules, (finding, entity) -> found.add(finding.rule().title() + entity));

        log(servers).read(NOW.minus(MINUTE), progress, play::accept);
        play.finish();

        assertThat(found).containsExactly("Three in ten minutes{user=eve}");
        assertThat(play.events()).isEqualTo(4);
        assertThat(play.duplicates()).isEqualTo(1);
        assertThat(play.unreadable()).isEqualTo(1);
        assertThat(play.first()).isEqualTo(NOW);
    }

    @Test
    void anEmptyLogEndsAtOnce() {
        var rows = new ArrayList<Object>();

        log(servers).read(NOW, progress, rows::add);

        assertThat(rows).isEmpty();
    }

    @Test
    void brokersThatDoNotAnswerAreNamed() {
        assertThatThrownBy(() -> log("127.0.0.1:1").read(NOW, progress, _ -> {}))
                .isInstanceOf(PackException.class)
                .hasMessageStartingWith("the events cannot be read: ");
    }

    private static EventLog log(String brokers) {
        var holder = new Holder();
        var _ = new CommandLine(holder).parseArgs("--bootstrap-servers", brokers);
        return holder.log;
    }

    private static String event(String user) {
        return "{\"eventName\":\"DeleteSnapshot\",\"user\":\"" + user + "\"}";
    }

    private void send(int partition, String id, Instant time, String json)
            throws InterruptedException, ExecutionException {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        var headers = new EventHeaders(
                id,
                "//aws/1",
                EventHeaders.TYPE_PREFIX + "aws.cloudtrail",
                time,
                null,
                "aws",
                "cloudtrail",
                null,
                null,
                null,
                null,
                time,
                "aws.cloudtrail",
                "0".repeat(64));
        var row = new ProducerRecord<>(Topics.EVENTS, partition, time.toEpochMilli(), id, value);
        headers.toMap().forEach(row.headers()::add);
        producer.send(row).get();
    }
}
