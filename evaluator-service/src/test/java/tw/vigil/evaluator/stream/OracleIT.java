package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;
import tw.vigil.event.Topics;
import tw.vigil.launcher.broker.KafkaBroker;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// The running evaluator against the offline run of the engine, on the same events in the same order: out of order
/// within the allowed lateness, a fifth of them twice, while an instance is killed, another one joins, state is lost,
/// the broker restarts. More by hand: `-Dit.test=OracleIT -Dvigil.oracle.events=200000 -Dvigil.oracle.troubles=20`.
class OracleIT {
    private static final Logger LOG = Logger.getLogger(OracleIT.class);

    private static final int EVENTS = Integer.getInteger("vigil.oracle.events", 12_000);
    private static final int TROUBLES = Integer.getInteger("vigil.oracle.troubles", 3);
    private static final int USERS = 40;
    private static final Duration SPACING = Duration.ofMillis(20);
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final LogSource CLOUDTRAIL = new LogSource(null, "aws", "cloudtrail");

    /// How often each is done, of a thousand.
    private static final SortedMap<String, Integer> ACTIONS = new TreeMap<>(Map.of(
            "StopLogging", 2,
            "DeleteSnapshot", 60,
            "GetSecretValue", 120,
            "CreateUser", 25,
            "AttachUserPolicy", 25,
            "CreateAccessKey", 25,
            "AssumeRole", 100,
            "ListBuckets", 643));

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set by the test
    private KafkaBroker broker;

    /// An event on its way.
    ///
    /// @param at when it arrives, in the time of the events
    private record Arrival(String id, Instant time, Instant at, String json) {}

    /// What tells one finding from another, without the hash that it is known by.
    private record Key(String rule, SortedMap<String, String> group, Instant start, String event) {}

    @Test
    void findsWhatTheOfflineRunFinds() throws Exception {
        String rules = rules();
        Files.createDirectories(folder.resolve("rules/rules"));
        Files.writeString(folder.resolve("rules/rules/oracle.yml"), rules);
        List<Arrival> arrivals = arrivals(new Random(7));
        Map<Key, Long> expected = offline(rules, arrivals);
        assertThat(expected).hasSizeGreaterThan(EVENTS / 100);

        broker = KafkaBroker.start(folder.resolve("kafka"));
        onePartition(broker.bootstrapServers());
        try (var feed = new EventFeed(broker.bootstrapServers(), "oracle");
                var first = service("first");
                var second = service("second")) {
            first.start().awaitReady();
            int stretches = TROUBLES + 1;
            for (int i = 0; i < stretches; i++) {
                if (i > 0) {
                    awaitEvaluated(EVENTS / (stretches + 1) * i, first, second);
                    make(Trouble.values()[(i - 1) % Trouble.values().length], first, second);
                }
                arrivals.subList(arrivals.size() * i / stretches, arrivals.size() * (i + 1) / stretches)
                        .forEach(arrival -> feed.sendRaw(arrival.id(), arrival.time(), arrival.json()));
                feed.flush();
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertSame(found(feed), expected));
            assertThat(evaluated(first, second)).isEqualTo(EVENTS);
            LOG.infof(
                    "oracle events=%d arrivals=%d troubles=%d findings=%d",
                    EVENTS, arrivals.size(), TROUBLES, expected.size());
        } finally {
            broker.close();
        }
    }

    /// What may happen to a cluster, in this order.
    private enum Trouble {
        KILL,
        JOIN,
        LOSE_STATE,
        LEAVE,
        RESTART_BROKER
    }

    private void make(Trouble trouble, EvaluatorProcess first, EvaluatorProcess second) throws Exception {
        LOG.infof("trouble kind=%s", trouble);
        switch (trouble) {
            case KILL -> {
                first.kill();
                first.start();
            }
            case JOIN -> second.start().awaitReady();
            case LOSE_STATE -> {
                first.kill();
                Utils.delete(folder.resolve("first").toFile());
                first.start();
            }
            case LEAVE -> second.terminate();
            case RESTART_BROKER -> {
                int port = broker.port();
                broker.close();
                broker = KafkaBroker.start(folder.resolve("kafka"), port);
            }
        }
    }

    private EvaluatorProcess service(String state) {
        return new EvaluatorProcess(
                        broker.bootstrapServers(), "it-oracle", folder.resolve(state), folder.resolve("rules"))
                .with("VIGIL_EVALUATOR_GRACE", GRACE.toString())
                .with("VIGIL_EVALUATOR_PUNCTUATION", "PT0.5S")
                // Here an hour of events passes in seconds: only what has been read to its very end is caught up.
                .with("VIGIL_EVALUATOR_READY_LAG", "0");
    }

    private static void awaitEvaluated(int events, EvaluatorProcess... services) {
        Awaitility.await().atMost(PATIENCE).until(() -> evaluated(services) >= events);
    }

    /// Whoever has the partition of the events tells of it.
    private static int evaluated(EvaluatorProcess... services) {
        int most = 0;
        for (var service : services) {
            try {
                most = Math.max(
                        most,
                        service.accounting()
                                .path("sources")
                                .path("oracle")
                                .path("evaluated")
                                .asInt());
            } catch (IOException _) {
                // Not there, or not yet.
            }
        }
        return most;
    }

    /// Which of two events of one group comes first must be the same for both.
    private static void onePartition(String bootstrapServers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(Topics.EVENTS, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void assertSame(Map<Key, Long> found, Map<Key, Long> expected) {
        Map<Key, Long> missing = new HashMap<>(expected);
        missing.keySet().removeAll(found.keySet());
        Map<Key, Long> extra = new HashMap<>(found);
        extra.keySet().removeAll(expected.keySet());
        assertThat(missing.entrySet().stream().limit(5).toList())
                .as("%d of %d are missing", missing.size(), expected.size())
                .isEmpty();
        assertThat(extra.entrySet().stream().limit(5).toList())
                .as("%d are found that must not be", extra.size())
                .isEmpty();
        assertThat(found.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(expected.get(entry.getKey())))
                        .limit(5)
                        .map(entry -> entry + " instead of " + expected.get(entry.getKey()))
                        .toList())
                .as("counts of the last revision")
                .isEmpty();
    }

    /// The count of the newest revision of each finding; no revision may come twice.
    private static Map<Key, Long> found(EventFeed feed) throws Exception {
        Map<String, Finding> newest = new HashMap<>();
        Set<String> revisions = new HashSet<>();
        for (Finding finding : feed.findings()) {
            assertThat(revisions.add(finding.findingId() + "/" + finding.revision()))
                    .as("revision %d of %s comes once", finding.revision(), finding.findingId())
                    .isTrue();
            newest.merge(finding.findingId(), finding, (a, b) -> a.revision() > b.revision() ? a : b);
        }
        Map<Key, Long> found = new HashMap<>();
        for (Finding finding : newest.values()) {
            boolean detection = finding.group().isEmpty();
            var key = new Key(
                    String.valueOf(finding.rule().key()),
                    finding.group(),
                    finding.times().firstEvent(),
                    detection ? finding.events().getFirst().id() : "");
            assertThat(found.put(key, finding.count())).as("one id for %s", key).isNull();
        }
        return found;
    }

    private static Map<Key, Long> offline(String rules, List<Arrival> arrivals) throws Exception {
        var compiled = RuleSet.compile(List.of(new RuleFile("rules/oracle.yml", rules)), RuleContext.EMPTY);
        assertThat(compiled.problems()).isEmpty();
        Map<Key, Long> found = new HashMap<>();
        var run = new OfflineRun(compiled.rules(), GRACE, finding -> {
            boolean detection = finding.group().isEmpty();
            found.put(
                    new Key(
                            String.valueOf(finding.rule().vigil().key()),
                            finding.group(),
                            finding.start(),
                            detection ? finding.completedBy() : ""),
                    finding.count());
        });
        Set<String> seen = new HashSet<>();
        for (Arrival arrival : arrivals) {
            if (seen.add(arrival.id())) {
                byte[] json = arrival.json().getBytes(StandardCharsets.UTF_8);
                run.accept(new OfflineEvent(arrival.id(), arrival.time(), CLOUDTRAIL, json));
            }
        }
        run.finish();
        assertThat(run.warnings()).isEmpty();
        return found;
    }

    /// In the order in which they arrive: most a little late, one in twenty by almost the allowed time; every fifth a
    /// second time.
    private static List<Arrival> arrivals(Random random) {
        Instant start = Instant.now().minus(SPACING.multipliedBy(EVENTS)).minusSeconds(60);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Instant time = start.plus(SPACING.multipliedBy(i));
            String id = "oracle-" + i;
            String json = """
                    {"eventID":"%s","eventTime":"%s","eventName":"%s","userIdentity":{"arn":"user-%d"},"resource":"r-%d",\
                    "bytes":%d}""".formatted(
                            id, time, action(random), random.nextInt(USERS), random.nextInt(12), random.nextInt(1000));
            arrivals.add(new Arrival(id, time, time.plus(delay(random)), json));
            if (random.nextInt(5) == 0) {
                arrivals.add(new Arrival(id, time, time.plus(delay(random)), json));
            }
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
        return arrivals;
    }

    private static Duration delay(Random random) {
        boolean late = random.nextInt(20) == 0;
        return Duration.ofMillis(random.nextLong(late ? GRACE.toMillis() * 9 / 10 : 500));
    }

    private static String action(Random random) {
        int left = random.nextInt(1000);
        for (var action : ACTIONS.entrySet()) {
            left -= action.getValue();
            if (left < 0) {
                return action.getKey();
            }
        }
        return "ListBuckets";
    }

    /// One of each kind that events alone can make speak.
    private static String rules() {
        var rules = new StringBuilder();
        int number = 0;
        for (String action : ACTIONS.keySet()) {
            if (action.equals("ListBuckets")) {
                continue;
            }
            rules.append("""
                    title: %1$s
                    id: 33333333-0000-4000-8000-%2$012d
                    name: %1$s
                    logsource: {product: aws, service: cloudtrail}
                    detection: {selection: {eventName: %1$s}, condition: selection}
                    level: %3$s
                    falsepositives: [none]
                    vigil: {key: D-%2$02d, unit: SOC, playbook: P1}
                    ---
                    """.formatted(action, ++number, action.equals("StopLogging") ? "high" : "informational"));
        }
        rules.append(correlation("C-01", "bursts", "DeleteSnapshot", "event_count", "10s", "{gte: 3}"));
        rules.append(
                correlation("C-02", "secrets", "GetSecretValue", "value_count", "10s", "{field: resource, gte: 4}"));
        rules.append(correlation("C-03", "few", "DeleteSnapshot", "event_count", "6s", "{eq: 2}"));
        rules.append(correlation("C-04", "admin", "[CreateUser, AttachUserPolicy]", "temporal", "10s", ""));
        rules.append(correlation(
                "C-05", "backdoor", "[CreateUser, AttachUserPolicy, CreateAccessKey]", "temporal_ordered", "30s", ""));
        rules.append(correlation("C-06", "volume", "GetSecretValue", "value_sum", "10s", "{field: bytes, gte: 2500}"));
        rules.append(correlation(
                "C-07", "unannounced", "[CreateUser, AssumeRole]", "temporal", "5s", "CreateUser and not AssumeRole"));
        rules.append(correlation("C-08", "again", "bursts", "event_count", "60s", "{gte: 2}"));
        return rules.substring(0, rules.length() - "---\n".length());
    }

    private static String correlation(
            String key, String name, String of, String type, String timespan, String condition) {
        return """
                title: %2$s
                id: 33333333-0000-4000-8000-1%6$s
                name: %2$s
                correlation:
                  type: %4$s
                  rules: %3$s
                  group-by: [userIdentity.arn]
                  timespan: %5$s
                %7$slevel: high
                falsepositives: [none]
                vigil: {key: %1$s, unit: SOC, playbook: P1}
                ---
                """.formatted(
                        key,
                        name,
                        of.startsWith("[") ? of : "[" + of + "]",
                        type,
                        timespan,
                        "%011d".formatted(Integer.parseInt(key.substring(2))),
                        condition.isEmpty() ? "" : "  condition: " + condition + "\n");
    }
}
