package tw.vigil.evaluator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.event.Finding;
import tw.vigil.teststand.TestKafka;

/// So many groups in one window of one correlation, and exactly the few findings that are due; then the state is lost
/// and restored. Run it by hand with `-Dvigil.groups=1000000`.
@EnabledIfSystemProperty(named = "vigil.groups", matches = "\\d+", disabledReason = "a proof by hand; it takes minutes")
class ManyGroupsIT {
    private static final Logger LOG = Logger.getLogger(ManyGroupsIT.class);
    private static final String SOURCE = "many.groups";
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /// Every one of these groups in a thousand gets the three events that the rule asks for.
    private static final int ONE_IN = 1_000;

    private static final String RULES = """
            title: Snapshot deleted
            id: 55555555-0000-4000-8000-000000000001
            name: deleted
            logsource: {product: aws, service: cloudtrail}
            detection: {selection: {eventName: DeleteSnapshot}, condition: selection}
            ---
            title: Three within an hour
            id: 55555555-0000-4000-8000-000000000002
            correlation:
              type: event_count
              rules: [deleted]
              group-by: [userIdentity.arn]
              timespan: 1h
              condition: {gte: 3}
            vigil: {key: T-55}
            """;

    @TempDir
    Path folder;

    private final String bootstrapServers = TestKafka.start().bootstrapServers();
    private final int groups = Integer.getInteger("vigil.groups", 0);

    @Test
    void everyGroupThatIsDueIsToldAndNoOther() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("pack/rules")).resolve("many.yml"), RULES);
        Path state = folder.resolve("state");
        try (var service = service(state);
                var feed = new EventFeed(bootstrapServers, SOURCE)) {
            service.start().awaitReady();
            Instant start = Instant.now().minus(Duration.ofMinutes(20));
            long began = System.nanoTime();
            // two rounds of all, then the third event of the few
            for (int round = 0; round < 2; round++) {
                for (int group = 0; group < groups; group++) {
                    send(feed, start, round, group);
                }
            }
            feed.flush();
            awaitEvaluated(service, 2L * groups);
            double perSecond = 2.0 * groups * 1e9 / (System.nanoTime() - began);
            long resident = service.residentMemory();
            assertThat(told(feed)).isEmpty();
            long held = held(service);

            // the state is lost with everything in it, and comes back from the changelogs
            service.kill();
            long bytes = size(state);
            Files.move(state, folder.resolve("lost"));
            long restart = System.nanoTime();
            service.start().awaitReady();
            due().forEach(group -> send(feed, start, 2, group));
            feed.flush();
            int due = due().size();
            awaitEvaluated(service, 2L * groups + due);
            Awaitility.await().atMost(PATIENCE).until(() -> told(feed).size() >= due);
            long restored = Duration.ofNanos(System.nanoTime() - restart).toSeconds();

            var expected = new TreeSet<String>();
            due().forEach(group -> expected.add("user-" + group));
            assertThat(told(feed)).isEqualTo(expected);
            assertThat(held).isGreaterThanOrEqualTo(groups);
            LOG.infof(
                    "groups=%d eventsPerSecond=%.0f stateBytesPerGroup=%d restoreSeconds=%d residentMiB=%d findings=%d",
                    groups, perSecond, bytes / groups, restored, resident, due);
        }
    }

    private EvaluatorProcess service(Path state) {
        return new EvaluatorProcess(bootstrapServers, "many-groups", state, folder.resolve("pack"))
                .withJvm(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    }

    private List<Integer> due() {
        return IntStream.range(0, groups)
                .filter(group -> group % ONE_IN == 0)
                .boxed()
                .toList();
    }

    private static void send(EventFeed feed, Instant start, int round, int group) {
        feed.send(
                "g-" + round + "-" + group,
                start.plusSeconds(60L * round).plusMillis(group / 100),
                "DeleteSnapshot",
                "user-" + group);
    }

    private static void awaitEvaluated(EvaluatorProcess service, long events) {
        var report = service.awaitAccounted(SOURCE, events, PATIENCE);
        assertThat(report.path("sources").path(SOURCE).path("evaluated").asLong())
                .isEqualTo(events);
    }

    private static Set<String> told(EventFeed feed) throws IOException {
        var groups = new TreeSet<String>();
        for (Finding finding : feed.findings()) {
            groups.add(String.valueOf(finding.group().get("userIdentity.arn")));
        }
        return groups;
    }

    private static long held(EvaluatorProcess service) throws IOException {
        return service.body("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("vigil_correlation_groups"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
