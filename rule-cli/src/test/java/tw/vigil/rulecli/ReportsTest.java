package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private static final String RULE = """
            title: Trail stopped
            id: 11111111-2222-4333-8444-555555555555
            name: stopped
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
                evnetSource: cloudtrail.amazonaws.com
              all_calls:
                eventName: StopLogging
              condition: 1 of selection* or all_calls
            level: high
            tags: [cnfa.art8.3.1, attack.t1685.002]
            ---
            title: Stopped twice
            id: 11111111-2222-4333-8444-777777777777
            correlation:
              type: event_count
              rules: [stopped]
              generate: true
              group-by: [userIdentity.userName]
              timespan: 5m
              condition: {gte: 2}
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void backtestForecastsPerDayAndNamesTheLoudest() throws IOException {
        Path rule = write("rule.yml", RULE);
        Path events = write(
                "events.jsonl",
                event(1, "lin", "2026-08-20T10:00:00Z")
                        + event(2, "lin", "2026-08-20T10:01:00Z")
                        + event(3, "wu", "2026-08-21T10:00:00Z")
                        + event(4, "chen", "2026-08-22T10:00:00Z"));

        Run run = backtest(rule, events, "--output", "jsonl");

        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode loudest = run.lines().getFirst();
        assertThat(loudest.get("title").asText()).isEqualTo("Trail stopped");
        assertThat(loudest.get("findings").asInt()).isEqualTo(4);
        assertThat(loudest.get("perDay").asDouble()).isEqualTo(2.0);
        assertThat(loudest.get("groups")
                        .get(0)
                        .get("group")
                        .get("actor.user.name")
                        .asText())
                .isEqualTo("lin");
        assertThat(loudest.get("groups").get(0).get("count").asInt()).isEqualTo(2);
        JsonNode correlation = run.lines().getLast();
        assertThat(correlation.get("findings").asInt()).isEqualTo(1);
        assertThat(correlation
                        .get("groups")
                        .get(0)
                        .get("group")
                        .get("userIdentity.userName")
                        .asText())
                .isEqualTo("lin");
        assertThat(backtest(rule, events).out())
                .contains("4 events of 2.0 days")
                .contains("5 findings, forecast 2.5 a day; 2 of 2 rules spoke");
        assertThat(backtest(rule, events, "--maximum-per-day", "1").exit()).isEqualTo(1);
        assertThat(backtest(rule, directory.resolve("none.jsonl")).exit()).isEqualTo(2);
    }

    @Test
    void backtestPlaysSeveralFiles() throws IOException {
        Path rule = write("rule.yml", RULE);
        Path first = write("1.jsonl", event(1, "lin", "2026-08-20T10:00:00Z"));
        Path second = write("2.jsonl", event(2, "lin", "2026-08-20T10:01:00Z"));

        Run run = Run.of(
                "backtest",
                "--rules",
                rule.toString(),
                "--source",
                "aws.cloudtrail",
                "--output",
                "jsonl",
                "--events",
                first.toString(),
                second.toString());

        assertThat(run.lines()).hasSize(2);
    }

    @Test
    void clausesAreWatchedAttestedOrAGap() throws IOException {
        Run run = Run.of("coverage", "--clauses", "--output", "jsonl");

        assertThat(run.exit()).isZero();
        assertThat(run.lines().stream().map(line -> line.get("status").asText()).collect(Collectors.toSet()))
                .contains("watched", "gap", "attested");
        assertThat(run.lines().stream()
                        .filter(line -> line.get("clause").asText().equals("art8.3.1")))
                .singleElement()
                .satisfies(line -> assertThat(line.get("rules").toString()).contains("AWS-01"));
        assertThat(Run.of("coverage").out()).containsPattern("\\d+ duties: \\d+ watched by rules");
        assertThat(Run.of("coverage", "--gaps", "--output", "jsonl").lines())
                .allSatisfy(line -> assertThat(line.get("status").asText()).isEqualTo("gap"));
        assertThat(Run.of("coverage", "--clauses", "--attack").exit()).isEqualTo(2);
    }

    @Test
    void attackLayerHasTheShapeOfNavigators45() throws IOException {
        Run run = Run.of("coverage", "--attack");

        JsonNode layer = new ObjectMapper().readTree(run.out());
        assertThat(layer.path("versions").path("layer").asText()).isEqualTo("4.5");
        assertThat(layer.path("domain").asText()).isEqualTo("enterprise-attack");
        assertThat(layer.path("name").asText()).isNotBlank();
        assertThat(layer.path("techniques")).isNotEmpty();
        for (JsonNode technique : layer.path("techniques")) {
            assertThat(technique.path("techniqueID").asText()).matches("T\\d{4}(\\.\\d{3})?");
            assertThat(technique.path("score").asInt()).isPositive();
        }
        assertThat(StreamSupport.stream(layer.path("techniques").spliterator(), false)
                        .map(technique -> technique.path("techniqueID").asText()))
                .contains("T1685.002")
                .doesNotHaveDuplicates();
        assertThat(Run.of("coverage", "--attack", "--output", "table").out()).contains("T1685.002");
    }

    @Test
    void fieldsThatNoEventShowsAreNamed() throws IOException {
        Path rule = write("rule.yml", RULE);
        Path events = write(
                "events.jsonl",
                "{\"eventName\":\"StopLogging\",\"eventSource\":\"x\",\"userIdentity\":{\"userName\":\"lin\"}}\n");

        Run run = Run.of(
                "fields",
                "--source",
                "aws.cloudtrail",
                "--events",
                events.toString(),
                rule.toString(),
                "--all",
                "--output",
                "jsonl");

        assertThat(run.exit()).isZero();
        assertThat(status(run, "eventName")).isEqualTo("used");
        assertThat(status(run, "userIdentity.userName")).isEqualTo("used");
        assertThat(status(run, "evnetSource")).isEqualTo("never-seen");
        assertThat(status(run, "eventSource")).isEqualTo("unused");
        assertThat(Run.of("fields", "--source", "aws.cloudtrail", rule.toString())
                        .out())
                .contains("did you mean 'eventSource'?");
    }

    private static String status(Run run, String field) throws IOException {
        return run.lines().stream()
                .filter(line -> line.get("field").asText().equals(field))
                .map(line -> line.get("status").asText())
                .findFirst()
                .orElse("");
    }

    private static String event(int id, String user, String time) {
        return "{\"eventID\":\"%d\",\"eventName\":\"StopLogging\",\"userIdentity\":{\"userName\":\"%s\"},\"eventTime\":\"%s\"}\n"
                .formatted(id, user, time);
    }

    private static Run backtest(Path rule, Path events, String... more) {
        String[] arguments = new String[7 + more.length];
        String[] fixed = {
            "backtest", "--rules", rule.toString(), "--source", "aws.cloudtrail", "--events", events.toString()
        };
        System.arraycopy(fixed, 0, arguments, 0, 7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return Run.of(arguments);
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return file;
    }
}
