package tw.vigil.rulecli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tw.vigil.rulecli.lint.LintTriggers.Trigger;
import tw.vigil.rulecli.pack.PackReader;

class LintChecksTest {
    private static final Path REFERENCE = Path.of("../docs/lint-checks.md");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void cleanPackTriggersNoCheck() throws IOException {
        assertThat(lint(LintTriggers.clean())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void changeTriggersItsCheck(Trigger trigger) throws IOException {
        Map<String, String> files = LintTriggers.clean();
        trigger.changes().forEach((file, change) -> {
            String before = change.getFirst();
            assertThat(files.getOrDefault(file, "")).contains(before);
            files.merge(file, change.getLast(), (text, after) -> text.replace(before, after));
        });

        List<LintFinding> findings = lint(files);

        assertThat(findings.stream().map(finding -> finding.problem().code()))
                .as(findings.toString())
                .contains(trigger.check().name());
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.problem().line()).isPositive();
            assertThat(finding.problem().column()).isPositive();
            assertThat(finding.problem().message()).isNotBlank();
        });
    }

    static Stream<Trigger> triggers() {
        return LintTriggers.all().stream();
    }

    @Test
    void everyCheckHasATrigger() {
        assertThat(LintTriggers.all().stream().map(Trigger::check)).containsExactlyInAnyOrder(Check.values());
        assertThat(Check.values()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("fixable")
    void fixMendsAndASecondFixChangesNothing(Trigger trigger) throws IOException {
        Map<String, String> files = LintTriggers.clean();
        trigger.changes()
                .forEach((file, change) ->
                        files.merge(file, change.getLast(), (text, after) -> text.replace(change.getFirst(), after)));
        files.computeIfPresent(LintTriggers.RULE, (_, text) -> "# kept\n" + text);
        write(files);

        var pack = PackReader.read(List.of(directory.resolve("packs")));
        Map<String, String> mended = RuleLint.mended(pack, RuleLint.check(pack));
        assertThat(mended).as("nothing was mended").isNotEmpty();
        for (var entry : mended.entrySet()) {
            Files.writeString(Path.of(entry.getKey()), entry.getValue());
        }

        var again = PackReader.read(List.of(directory.resolve("packs")));
        List<LintFinding> left = RuleLint.check(again);
        assertThat(left.stream().map(finding -> finding.problem().code()))
                .as(left.toString())
                .doesNotContain(trigger.check().name());
        assertThat(RuleLint.mended(again, left)).isEmpty();
        assertThat(Files.readString(directory.resolve(LintTriggers.RULE))).startsWith("# kept\n");
    }

    static Stream<Trigger> fixable() {
        return triggers().filter(trigger -> trigger.check().fixable());
    }

    @Test
    void positionsAreThoseOfTheWordThatIsWrong() throws IOException {
        Map<String, String> files = LintTriggers.clean();
        files.computeIfPresent(LintTriggers.RULE, (_, text) -> text.replace("awsRegion|", "awsRegoin|"));

        LintProblem problem = lint(files).getFirst().problem();

        String line = files.getOrDefault(LintTriggers.RULE, "").lines().toList().get(problem.line() - 1);
        assertThat(line.substring(problem.column() - 1)).startsWith("awsRegoin|");
        assertThat(problem.message()).endsWith("did you mean 'awsRegion'?");
    }

    @Test
    void sarifHasTheShapeOfVersion210() throws IOException {
        Map<String, String> files = LintTriggers.clean();
        files.computeIfPresent(LintTriggers.RULE, (_, text) -> text.replace("not robot", "not robt"));

        JsonNode log = Sarif.of(lint(files));

        assertThat(log.path("version").asText()).isEqualTo("2.1.0");
        JsonNode run = log.path("runs").path(0);
        JsonNode rules = run.path("tool").path("driver").path("rules");
        assertThat(run.path("tool").path("driver").path("name").asText()).isNotBlank();
        assertThat(rules).hasSize(Check.values().length);
        assertThat(run.path("results")).isNotEmpty();
        for (JsonNode result : run.path("results")) {
            assertThat(rules.path(result.path("ruleIndex").asInt()).path("id").asText())
                    .isEqualTo(result.path("ruleId").asText());
            assertThat(result.path("level").asText()).isIn("error", "warning", "note");
            assertThat(result.path("message").path("text").asText()).isNotBlank();
            JsonNode place = result.path("locations").path(0).path("physicalLocation");
            assertThat(place.path("artifactLocation").path("uri").asText()).isNotBlank();
            assertThat(place.path("region").path("startLine").asInt()).isPositive();
            assertThat(place.path("region").path("startColumn").asInt()).isPositive();
        }
    }

    /// To write the page anew: `mvn -pl rule-cli -am test -Dtest=LintChecksTest -Dvigil.lint.docs.write=true`.
    @Test
    void pageOnTheChecksIsComplete() throws IOException {
        if (Boolean.getBoolean("vigil.lint.docs.write")) {
            Files.writeString(REFERENCE, LintReference.markdown());
        }

        assertThat(Files.readString(REFERENCE)).isEqualTo(LintReference.markdown());
    }

    private List<LintFinding> lint(Map<String, String> files) throws IOException {
        write(files);
        return RuleLint.check(PackReader.read(List.of(directory.resolve("packs"))));
    }

    private void write(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
