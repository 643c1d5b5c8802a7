package tw.vigil.alert.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingReaderTest {
    @Test
    void everyProblemIsNamedWithItsLineAndWhatIsAccepted() {
        List<RoutingProblem> problems = problems("""
                units:
                  SOC: {name: {en: Operations, zh: 監控}, members: [not an address], channels: [pigeon]}
                default-unit: SEC
                routes:
                  - {when: {levels: [severe]}, primary: SOC}
                  - {wen: {}, primary: SOC}
                """);

        assertThat(problems).extracting(RoutingProblem::line).containsExactlyInAnyOrder(2, 2, 3, 5, 6);
        assertThat(problems)
                .extracting(RoutingProblem::message)
                .anyMatch(message -> message.contains("'pigeon' is not known") && message.contains("email, webhook"))
                .anyMatch(message -> message.contains("there is no unit 'SEC'; units: SOC"))
                .anyMatch(message -> message.contains("'severe'") && message.contains("critical"))
                .anyMatch(message -> message.contains("'wen'") && message.contains("when, primary, copies"));
    }

    @Test
    void aUnitMayNameEveryChannelThatExistsAndUsesAllWhenItNamesNone() {
        var read = RoutingReader.read("""
                units:
                  SOC: {name: {en: a, zh: b}, channels: [pigeon]}
                  IT: {name: {en: a, zh: b}}
                default-unit: SOC
                """, List.of("email", "pigeon"));

        assertThat(read)
                .isInstanceOfSatisfying(
                        RoutingReader.Result.Read.class,
                        result -> assertThat(result.table().all())
                                .extracting(Unit::channels)
                                .containsExactly(List.of("pigeon"), List.of("email", "pigeon")));
    }

    @Test
    void tagsAreRefused() {
        assertThat(problems("units: !!java.util.Date {}\ndefault-unit: SOC\n"))
                .anyMatch(problem -> problem.line() == 1 && problem.message().contains("tags are not accepted"));
    }

    @Test
    void aKeyThatAppearsTwiceIsRefused() {
        assertThat(problems("default-unit: SOC\ndefault-unit: SOC\n")).isNotEmpty();
    }

    @Test
    void anAddressWithUserInformationIsNoHook() {
        assertThat(problems("""
                        units:
                          SOC: {name: {en: a, zh: b}, hook: "https://user:secret@hooks.example/x"}
                        default-unit: SOC
                        """))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    }

    @Test
    void whatIsNotYamlIsAProblemAndNotAnException() {
        assertThat(problems("units: [")).hasSize(1);
        assertThat(problems("")).hasSize(1);
        assertThat(problems("just text")).isNotEmpty();
    }

    private static List<RoutingProblem> problems(String text) {
        return switch (RoutingReader.read(text, List.of("email", "webhook"))) {
            case RoutingReader.Result.Read(var table) -> throw new AssertionError("accepted: " + table.all());
            case RoutingReader.Result.Rejected(var problems) -> problems;
        };
    }
}
