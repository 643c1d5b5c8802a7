package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import tw.vigil.launcher.stack.PortBook.Owner;

/// What went in and what became of it, counted by the services and by the broker.
///
/// @param endOffsets how far each topic has come: records, and where transactions write also their markers
/// @param equations what must be equal
record Accounting(Map<String, Long> endOffsets, List<Equation> equations, JsonNode alert) {

    private static final String EVENTS = "vigil.events";
    private static final String FINDINGS = "vigil.findings";
    private static final String ALERT_GROUP = "vigil-alert";
    private static final String LEDGER_GROUP = "vigil-ingest-ledger";

    /// @param said both sides in words
    record Equation(String said, long left, long right) {
        boolean holds() {
            return left == right;
        }
    }

    boolean holds() {
        return equations.stream().allMatch(Equation::holds);
    }

    /// Asks everybody. While events are on their way the answers are of different moments, so a sum that does not add
    /// up is asked for again, a few times.
    static Accounting ask(Installation installation) throws IOException, InterruptedException {
        var accounting = once(installation);
        for (int i = 0; i < 8 && !accounting.holds(); i++) {
            Thread.sleep(500);
            accounting = once(installation);
        }
        return accounting;
    }

    private static Accounting once(Installation installation) throws IOException, InterruptedException {
        var client = new ServiceClient(installation);
        var ledger = client.ledger();
        String kafka = "127.0.0.1:" + installation.ports().of(Owner.KAFKA);
        var topics = topics(kafka);
        var evaluator = client.accounting(Owner.EVALUATOR);
        long findingsWaiting = new WaitingRecords(kafka).count(FINDINGS, ALERT_GROUP, Accounting::isFirst);
        var alert = client.accounting(Owner.CONSOLE);
        var equations = new ArrayList<Equation>();
        equations.addAll(ledger(ledger, topics.getOrDefault(EVENTS, 0L), counted(kafka)));
        long onTopic = topics.getOrDefault(EVENTS, 0L);
        long evaluated = sum(evaluator, "evaluated");
        long duplicates = sum(evaluator, "duplicates");
        long unreadable = sum(evaluator, "unreadable");
        long waiting = evaluator.path("waiting").asLong();
        equations.add(new Equation(
                "%s: on topic %d = evaluated %d + duplicates %d + unreadable %d + waiting %d"
                        .formatted(EVENTS, onTopic, evaluated, duplicates, unreadable, waiting),
                onTopic,
                evaluated + duplicates + unreadable + waiting));
        equations.add(findings(evaluator.path("findings").asLong(), alert.path("findings"), findingsWaiting));
        return new Accounting(topics, equations, alert);
    }

    /// What the ledger of ingest-service has counted. It counts from the topic, so it survives restarts.
    ///
    /// @param counted up to where it has counted, over all partitions
    static List<Equation> ledger(JsonNode ledger, long onTopic, long counted) {
        var equations = new ArrayList<Equation>();
        long all = 0;
        for (var source : ledger.path("sources").properties()) {
            JsonNode total = source.getValue().path("total");
            long received = total.path("received").asLong();
            long accepted = total.path("accepted").asLong();
            long quarantined = total.path("quarantined").asLong();
            long control = total.path("control").asLong();
            all += accepted;
            equations.add(new Equation(
                    "%s: received %d = accepted %d + quarantined %d + control %d (of the accepted %d duplicate, %d late)"
                            .formatted(
                                    source.getKey(),
                                    received,
                                    accepted,
                                    quarantined,
                                    control,
                                    total.path("duplicate").asLong(),
                                    total.path("late").asLong()),
                    received,
                    accepted + quarantined + control));
        }
        long uncounted = Math.max(0, onTopic - counted);
        equations.add(new Equation(
                "%s: on topic %d = accepted %d + not counted yet %d".formatted(EVENTS, onTopic, all, uncounted),
                onTopic,
                all + uncounted));
        return equations;
    }

    /// The evaluator counts findings, not their revisions. Among its duplicates the alert service also counts what the
    /// broker handed over again after a crash and what a revision overtook: both are no findings more.
    static Equation findings(long found, JsonNode results, long waiting) {
        long fresh = results.path("new").asLong();
        long invalid = results.path("invalid").asLong();
        long duplicates = results.path("duplicate").asLong();
        long counted = Math.clamp(found - fresh - invalid - waiting, 0, duplicates);
        return new Equation(
                "%s: found %d = new %d + duplicate %d + invalid %d + waiting %d (beside them %d revised, %d repeated or overtaken)"
                        .formatted(
                                FINDINGS,
                                found,
                                fresh,
                                counted,
                                invalid,
                                waiting,
                                results.path("revision").asLong(),
                                duplicates - counted),
                found,
                fresh + counted + invalid + waiting);
    }

    /// Whether a record is a finding and not a revision of one.
    private static boolean isFirst(byte[] finding) {
        try {
            return ServiceClient.JSON.readTree(finding).path("revision").asLong(1) <= 1;
        } catch (IOException _) {
            return true;
        }
    }

    private static long sum(JsonNode evaluator, String name) {
        long sum = 0;
        for (JsonNode source : evaluator.path("sources")) {
            sum += source.path(name).asLong();
        }
        return sum;
    }

    /// Up to where the ledger has counted `vigil.events`, over all partitions.
    private static long counted(String bootstrapServers) throws IOException, InterruptedException {
        try (var admin = Admin.create(settings(bootstrapServers))) {
            return admin
                    .listConsumerGroupOffsets(LEDGER_GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(EVENTS) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not answer: " + e.getCause(), e);
        }
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", "5000",
                "default.api.timeout.ms", "10000");
    }

    /// Records ever written to each of our topics. No transaction writes to `vigil.events`, so there its offsets count
    /// records and nothing else.
    private static Map<String, Long> topics(String bootstrapServers) throws IOException, InterruptedException {
        try (var admin = Admin.create(settings(bootstrapServers))) {
            var names = admin.listTopics().names().get().stream()
                    .filter(name -> name.matches("vigil\\.[a-z]+"))
                    .toList();
            var partitions = admin.describeTopics(names).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
            return admin.listOffsets(partitions).all().get().entrySet().stream()
                    .collect(Collectors.groupingBy(
                            entry -> entry.getKey().topic(),
                            java.util.TreeMap::new,
                            Collectors.summingLong(entry -> entry.getValue().offset())));
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not answer: " + e.getCause(), e);
        }
    }
}
