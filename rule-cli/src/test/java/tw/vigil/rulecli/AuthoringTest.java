package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tw.vigil.rulecli.scaffold.Kind;
import tw.vigil.rulecli.scaffold.RuleTemplate;

class AuthoringTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource("kindsAndSources")
    void everyTemplatePassesLintAndItsOwnCases(Kind kind, String source) throws IOException {
        Run made = write(kind.name(), source, "sample");
        assertThat(made.exit()).as(made.err()).isZero();

        Run lint = Run.of("lint", "--strict", directory.toString());
        assertThat(lint.exit()).as(lint.out()).isZero();
        assertThat(lint.out()).contains(" 0 infos");
        Run test = Run.of("test", "--minimum-tests", "4", "--minimum-coverage", "80", directory.toString());
        assertThat(test.exit()).as(test.out() + test.err()).isZero();
        int cases = kind == Kind.temporal ? 5 : 4;
        assertThat(test.out()).contains(cases + " cases, " + cases + " passed").contains("condition coverage 100 %");
    }

    /// Every kind, and every source with the kinds that differ in what they take of it.
    static Stream<Arguments> kindsAndSources() {
        var kinds = Stream.of(Kind.values()).map(kind -> Arguments.of(kind, "aws.cloudtrail"));
        var sources = RuleTemplate.sources().stream()
                .filter(source -> !source.equals("aws.cloudtrail"))
                .flatMap(source -> Stream.of(Kind.filter, Kind.value_count, Kind.temporal_ordered)
                        .map(kind -> Arguments.of(kind, source)));
        var sums = Stream.of("azure.activitylogs", "m365.audit").map(source -> Arguments.of(Kind.value_sum, source));
        return Stream.of(kinds, sources, sums).flatMap(part -> part);
    }

    @Test
    void newRefusesToOverwriteAndHasAnIdOfItsOwn() throws IOException {
        write("detection", "aws.cloudtrail", "one");
        write("detection", "aws.cloudtrail", "two");

        assertThat(id("one")).isNotEqualTo(id("two"));
        Run again = write("detection", "aws.cloudtrail", "one");
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
        assertThat(write("detection", "aws.cloudtrail", "Not A Name").exit()).isEqualTo(2);
        assertThat(write("detection", "gcp.audit", "three").err()).contains("aws.cloudtrail, azure.activitylogs");
        assertThat(write("value_sum", "okta.okta", "three").err()).contains("no number", "m365.audit");
        assertThat(write("guess", "aws.cloudtrail", "four").exit()).isEqualTo(2);
    }

    @Test
    void coverageSaysWhatNoEventReached() throws IOException {
        Path rule = directory.resolve("rule.yml");
        Files.writeString(rule, """
                title: Two ways
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection:
                    - eventName: StopLogging
                    - eventName: DeleteTrail
                  robot:
                    userAgent: robot
                  condition: selection and not robot
                """);
        Files.writeString(directory.resolve("rule.events.yml"), """
                - name: stopped
                  fires: true
                  source: aws.cloudtrail
                  events: [{eventName: StopLogging}]
                - name: started
                  fires: false
                  source: aws.cloudtrail
                  events: [{eventName: StartLogging}]
                """);

        Run test = Run.of("test", "--coverage", rule.toString());

        assertThat(test.exit()).isZero();
        assertThat(test.out())
                .contains("selection[2]: never true, robot: never true")
                .contains("condition coverage 75 %");
        assertThat(Run.of("test", "--minimum-coverage", "76", rule.toString()).exit())
                .isEqualTo(1);
        assertThat(Run.of("test", "--minimum-tests", "2", rule.toString()).exit())
                .isZero();
        assertThat(Run.of("test", "--minimum-tests", "3", rule.toString()).exit())
                .isEqualTo(1);
        Run lines = Run.of("test", "--coverage", "--output", "jsonl", rule.toString());
        assertThat(lines.lines().getLast().get("reached").asInt()).isEqualTo(6);
        assertThat(lines.lines().getLast().get("goals").asInt()).isEqualTo(8);
    }

    @Test
    void fixMendsTheFileInPlaceAndSaysSo() throws IOException {
        write("detection", "aws.cloudtrail", "one");
        Path rule = directory.resolve("one.yml");
        Files.writeString(
                rule,
                Files.readString(rule).replace("condition: selection", "condition: selection AND selection # why"));

        Run fix = Run.of("lint", "--fix", rule.toString());

        assertThat(fix.err()).contains("mended");
        assertThat(Files.readString(rule)).contains("condition: selection and selection # why");
        assertThat(Run.of("lint", "--fix").exit()).isEqualTo(2);
    }

    private Run write(String kind, String source, String name) {
        return Run.of("new", name, "--template", kind, "--source", source, "--directory", directory.toString());
    }

    private String id(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name + ".yml")).stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow();
    }
}
