package tw.vigil.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineBenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return BenchCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void builtInRulesAreMeasuredOnGeneratedEvents() throws Exception {
        int exit = run(
                "engine", "--generate", "50", "--warm-up", "0", "--rounds", "2", "--copies", "3", "--output", "json");

        assertThat(exit).as(err.toString()).isZero();
        JsonNode line = new JsonMapper().readTree(out.toString());
        assertThat(line.get("rules").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(line.get("events").asInt()).isEqualTo(50);
        assertThat(line.get("problems").asInt()).as(err.toString()).isZero();
        assertThat(line.get("ratioToTokenWalk").asDouble()).isPositive();
        assertThat(line.get("nanosPerEvent").asDouble()).isPositive();
        assertThat(line.get("bytesAllocatedPerEvent").asDouble()).isNotNegative();
    }

    @Test
    void rulesAndEventsMayBeOnesOwn(@TempDir Path folder) throws Exception {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("login.yml"), """
                title: Login
                id: 1b9e3ad6-2b1d-4a40-9f66-5c7b4c1b8d22
                logsource: {product: acme, service: app}
                detection:
                  login: {action: login}
                  condition: login
                level: low
                """);
        Path events = Files.writeString(
                folder.resolve("events.jsonl"), "{\"action\":\"login\"}\n\n{\"action\":\"logout\"}\n");

        int exit = run(
                "engine",
                "--rules",
                folder.toString(),
                "--events",
                events.toString(),
                "--source",
                "acme.app",
                "--warm-up",
                "0",
                "--rounds",
                "1",
                "--output",
                "json");

        assertThat(exit).as(err.toString()).isZero();
        JsonNode line = new JsonMapper().readTree(out.toString());
        assertThat(line.get("matches").asInt()).isEqualTo(1);
        assertThat(line.get("events").asInt()).isEqualTo(2);
    }

    @Test
    void corpusLikeRulesAllLoad() throws Exception {
        int exit = run(
                "engine",
                "--corpus-like=300",
                "--source=windows.sysmon",
                "--generate=20",
                "--warm-up=0",
                "--rounds=1",
                "--output=json");

        assertThat(exit).as(err.toString()).isZero();
        JsonNode line = new JsonMapper().readTree(out.toString());
        assertThat(line.get("problems").asInt()).as(err.toString()).isZero();
        assertThat(line.get("rules").asInt()).isEqualTo(300);
        assertThat(line.get("errors").asInt() + line.get("malformed").asInt()).isZero();
    }

    @Test
    void theDearestRulesAreNamedWithWhatTheyAdd(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("cheap.yml"), rule("cheap", "action: login"));
        Files.writeString(folder.resolve("dear.yml"), rule("dear", "command|re: '(a|b)+c.*d$'"));
        Path events = Files.writeString(folder.resolve("events.jsonl"), "{\"action\":\"login\"}\n");

        int exit = run(
                "engine", "--each-rule", "--rules=" + folder, "--events=" + events, "--source=acme.app", "--rounds=1");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("2 rules", "cheap.yml", "dear.yml");
    }

    private static String rule(String title, String item) {
        return """
                title: %s
                logsource: {product: acme, service: app}
                detection:
                  selection: {%s}
                  condition: selection
                level: low
                """.formatted(title, item);
    }

    @Test
    void eachNumberOfRulesHasALine() {
        int exit = run(
                "engine", "--generate", "20", "--warm-up", "0", "--rounds", "1", "--scale", "5,60", "--adversarial");

        assertThat(exit).as(err.toString()).isZero();
        // One line each; a file may hold several rules.
        assertThat(out.toString().lines().skip(1).map(line -> Integer.parseInt(line.split(" ", 2)[0])))
                .hasSize(2)
                .allSatisfy(rules -> assertThat(rules).isBetween(5, 3 * 60));
    }

    @Test
    void correlationIsMeasuredInSignalsPerSecond() {
        int exit = run("correlation", "--signals", "20000", "--rounds", "2");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("event_count", "value_count", "signals/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--source=cloudtrail", "--rounds=0", "--copies=x", "--colour"})
    void wrongUsageIsRefused(String option) {
        assertThat(run("engine", option)).isEqualTo(2);
    }

    @Test
    void medianOfAnEvenNumberLiesBetween() {
        assertThat(Rounds.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    }
}
