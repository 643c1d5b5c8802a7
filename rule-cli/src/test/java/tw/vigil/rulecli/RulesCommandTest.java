package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
    private static final String RULE = """
            title: Trail stopped
            id: 11111111-2222-4333-8444-555555555555
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
                awsRegion|startswith: ap-
              condition: selection
            level: high
            tags: [cnfa.art8.3.1]
            """;
    private static final String COUNT = """
            title: Stop
            id: 11111111-2222-4333-8444-666666666666
            name: stop
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
              condition: selection
            ---
            title: Stopped twice
            id: 11111111-2222-4333-8444-777777777777
            correlation:
              type: event_count
              rules: [stop]
              group-by: [user]
              timespan: 5m
              condition:
                gte: 2
            level: high
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @Test
    void builtInPackHasNothingToComplainOf() {
        assertThat(run("lint", "--strict", "--severity", "warning", "--output", "json"))
                .isZero();
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void lintRejectsWithPlaceAndExitsOne() throws IOException {
        Path rule = write("bad.yml", RULE.replace("condition: selection", "condition: selection and nosuch"));

        assertThat(run("lint", rule.toString(), "--output", "json")).isEqualTo(1);
        JsonNode problem = lines().stream()
                .filter(line -> line.get("code").asText().equals("E014"))
                .findFirst()
                .orElseThrow();
        assertThat(problem.get("severity").asText()).isEqualTo("error");
        assertThat(problem.get("line").asInt()).isPositive();
        assertThat(problem.get("file").asText()).isEqualTo(rule.toString());
    }

    @Test
    void lintWarnsOfWhatOurPacksAskFor() throws IOException {
        Path rule = write("plain.yml", RULE.replace("art8.3.1", "art8.99"));

        assertThat(run("lint", rule.toString(), "--output", "jsonl")).isZero();
        assertThat(lines().stream().map(line -> line.get("code").asText()))
                .contains("W102", "W104", "W105", "W106", "W108", "W109", "W110", "W111", "W116");
        assertThat(run("lint", "--strict", rule.toString())).isEqualTo(1);
    }

    @Test
    void lintSeesAnIdUsedTwice() throws IOException {
        Path first = write("a.yml", RULE);
        Path second = write("b.yml", RULE.replace("Trail stopped", "Another"));

        run("lint", first.toString(), second.toString(), "--output", "json");

        assertThat(printed.toString()).containsAnyOf("W113", "E001");
    }

    @Test
    void builtInCasesPass() throws IOException {
        Path report = directory.resolve("reports/rules.xml");

        assertThat(run("test", "--junit", report.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(printed.toString()).contains("PASS").contains(", 0 failed");
        assertThat(Files.readString(report)).contains("<testsuite").contains("failures=\"0\"");
    }

    @Test
    void caseThatDoesNotHoldFails() throws IOException {
        Path rule = write("rule.yml", RULE);
        write("rule.events.yml", """
                - name: stopped
                  fires: true
                  source: aws.cloudtrail
                  events: [{eventName: StopLogging, awsRegion: ap-east-2}]
                - name: wrongly expected
                  fires: true
                  source: aws.cloudtrail
                  events: [{eventName: StartLogging, awsRegion: ap-east-2}]
                """);

        assertThat(run("test", rule.toString())).isEqualTo(1);
        assertThat(printed.toString())
                .contains("wrongly expected: should fire, was silent")
                .contains("1 passed, 1 failed");
    }

    @Test
    void evalSaysWhichLineMatched() throws IOException {
        Path rule = write("rule.yml", RULE);
        Path events = write("events.jsonl", """
                {"eventID":"1","eventName":"ListTrails","awsRegion":"ap-east-2","eventTime":"2026-08-20T10:00:00Z"}

                {"eventID":"2","eventName":"StopLogging","awsRegion":"ap-east-2","eventTime":"2026-08-20T10:00:01Z"}
                """);

        int exit = run(
                "eval",
                "--rules",
                rule.toString(),
                "--events",
                events.toString(),
                "--source",
                "aws.cloudtrail",
                "--output",
                "jsonl");

        assertThat(exit).isZero();
        JsonNode found = lines().getFirst();
        assertThat(found.get("line").asInt()).isEqualTo(3);
        assertThat(found.get("rule").asText()).isEqualTo("11111111-2222-4333-8444-555555555555");
        assertThat(found.get("title").asText()).isEqualTo("Trail stopped");
        assertThat(found.get("level").asText()).isEqualTo("high");
        assertThat(found.get("clauses").get(0).asText()).isEqualTo("art8.3.1");
        assertThat(found.get("group")).isEmpty();
        assertThat(found.get("count").asInt()).isEqualTo(1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void evalSaysWhichLineCompletedACorrelation() throws IOException {
        Path rule = write("count.yml", COUNT);
        var text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            text.append("{\"eventID\":\"" + i
                    + "\",\"eventName\":\"StopLogging\",\"user\":\"lin\",\"eventTime\":\"2026-08-20T10:0" + i
                    + ":00Z\"}\n");
        }
        Path events = directory.resolve("events.jsonl.gz");
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(events)), StandardCharsets.UTF_8)) {
            out.write(text.toString());
        }

        assertThat(run(
                        "eval",
                        "--rules",
                        rule.toString(),
                        "--events",
                        events.toString(),
                        "--source",
                        "aws.cloudtrail",
                        "--output",
                        "jsonl"))
                .isZero();
        assertThat(lines()).hasSize(1);
        assertThat(lines().getFirst().get("line").asInt()).isEqualTo(2);
        assertThat(lines().getFirst().get("group").get("user").asText()).isEqualTo("lin");
        assertThat(lines().getFirst().get("count").asInt()).isEqualTo(2);
    }

    @Test
    void rulesForACategoryMeetEventsOfThatCategoryOnly() throws IOException {
        Path rule = write("rule.yml", """
                title: Odd shell
                logsource: {category: process_creation, product: windows}
                detection:
                  selection: {Image|endswith: '\\odd.exe'}
                  condition: selection
                level: high
                """);
        Path events = write("events.jsonl", "{\"Image\":\"C:\\\\odd.exe\"}\n");

        for (String source :
                List.of("windows.sysmon", "windows.sysmon/process_creation", "windows.sysmon/file_event")) {
            printed.getBuffer().setLength(0);
            run("eval", "--rules", rule.toString(), "--events", events.toString(), "--source", source);
            assertThat(printed.toString().contains("Odd shell"))
                    .as(source)
                    .isEqualTo(source.endsWith("process_creation"));
        }
        assertThat(run("eval", "--events", events.toString(), "--source", "windows.sysmon/"))
                .isNotZero();
    }

    @Test
    void evalGoesOnAfterALineThatIsNoEvent() throws IOException {
        Path rule = write("rule.yml", RULE);
        Path events = write("events.jsonl", "{broken\n{\"eventName\":\"StopLogging\",\"awsRegion\":\"ap-east-2\"}\n");

        assertThat(run("eval", "--rules", rule.toString(), "--events", events.toString(), "--source", "aws.cloudtrail"))
                .isEqualTo(1);
        assertThat(complained.toString()).contains("line 1 is not an event");
        assertThat(printed.toString()).contains("Trail stopped");
    }

    @Test
    void explainShowsWhatTheEventHasInstead() throws IOException {
        Path rule = write("rule.yml", RULE);
        Path event = write("event.json", "{\"eventName\":\"StopLogging\",\"awsRegion\":\"eu-west-1\"}");

        assertThat(run("explain", "-r", rule.toString(), "-e", "@" + event)).isZero();
        assertThat(printed.toString())
                .contains("NO MATCH  Trail stopped")
                .containsPattern("PASS +selection +eventName")
                .containsPattern("FAIL +selection +awsRegion\\|startswith +expected ap- +actual eu-west-1");
    }

    @Test
    void explainFindsABuiltInRuleByItsKey() throws IOException {
        Path event = write(
                "event.json",
                "{\"eventSource\":\"cloudtrail.amazonaws.com\",\"eventName\":\"StopLogging\",\"awsRegion\":\"ap-east-2\"}");

        assertThat(run("explain", "-r", "AWS-01", "-e", event.toString())).isZero();
        assertThat(printed.toString()).contains("MATCH     AWS-01");
    }

    @Test
    void casesOfAllThreeFormsAreChecked() throws IOException {
        String rule = "title: t\\nlogsource: {product: test}\\ndetection:\\n  sel: {a: x}\\n  condition: sel\\n";
        String rules = rule.replace("title: t", "title: t\\nname: t")
                + "---\\ntitle: c\\nname: c\\ncorrelation:\\n  type: event_count\\n  rules: [t]\\n  group-by: [u]\\n  timespan: 5m\\n"
                + "  condition: {gte: 2}\\n";
        Path file = write(
                "cases.jsonl",
                "{\"name\":\"m\",\"rule\":\"" + rule + "\",\"event\":{\"a\":\"x\"},\"expected\":true}\n"
                        + "{\"name\":\"c\",\"rules\":\"" + rules
                        + "\",\"events\":[{\"ts\":0,\"event\":{\"a\":\"x\",\"u\":\"1\"}},"
                        + "{\"ts\":9,\"event\":{\"a\":\"x\",\"u\":\"1\"}}],"
                        + "\"expected\":[{\"rule\":\"c\",\"group\":{\"u\":\"1\"},\"at\":9,\"value\":2}]}\n"
                        + "{\"name\":\"r\",\"rule\":\"" + rule.replace("condition: sel", "condition: nosuch")
                        + "\",\"reason\":\"undefined\"}\n"
                        + "{\"name\":\"wrong\",\"rule\":\"" + rule + "\",\"event\":{\"a\":\"y\"},\"expected\":true}\n");

        assertThat(run("check-cases", file.toString())).isEqualTo(1);
        assertThat(printed.toString().lines().toList()).hasSize(2).last().isEqualTo("3 passed, 1 failed");
        assertThat(printed.toString()).contains("FAIL wrong (line 4): expected true, got false");
    }

    @Test
    void wrongCallsExitTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("nosuch")).isEqualTo(2);
        assertThat(run("eval", "--source", "aws.cloudtrail")).isEqualTo(2);
        assertThat(run("lint", directory.resolve("nothing").toString())).isEqualTo(2);
        assertThat(run("explain", "-r", "AWS-99", "-e", "x.json")).isEqualTo(2);
    }

    @Test
    void everyCommandHelps() {
        for (String command :
                List.of("new", "lint", "test", "eval", "backtest", "explain", "coverage", "fields", "check-cases")) {
            assertThat(run(command, "--help")).as(command).isZero();
        }
        assertThat(run("--help")).isZero();
    }

    private int run(String... arguments) {
        printed.getBuffer().setLength(0);
        complained.getBuffer().setLength(0);
        return RulesCommand.execute(new PrintWriter(printed), new PrintWriter(complained), arguments);
    }

    private List<JsonNode> lines() throws IOException {
        var lines = new ArrayList<JsonNode>();
        var mapper = new ObjectMapper();
        for (String line : printed.toString().lines().toList()) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return file;
    }
}
