package tw.vigil.alert.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.vigil.alert.routing.RoutingTable.Destination;
import tw.vigil.alert.routing.RoutingTable.Subject;

class RoutingTableTest {
    private final RoutingTable table = builtIn();

    @ParameterizedTest
    @CsvSource({
        "P1, SOC, CGU IT",
        "P2, SOC, IT SEC",
        "P3, SOC, DPO IT",
        "P4, IT, SOC CGU",
        "P5, SEC, IT",
        "P6, CGU, LEG BIZ",
        "P7, SOC, IT BIZ",
        "P8, IT, SOC CGU",
        "P9, CGU, ''",
        "P10, DPO, IT DEV LEG",
        "P11, IT, SOC CGU",
        "P12, IT, SOC",
        "P13, IT, SOC",
        "P14, DEV, SOC"
    })
    void aPlaybookDecidesUnitAndCopies(String playbook, String primary, String copies) {
        Destination destination = table.route(subject(null, playbook, "medium"));

        assertThat(destination.primary().code()).isEqualTo(primary);
        assertThat(String.join(" ", destination.copyCodes())).isEqualTo(copies);
    }

    @Test
    void theUnitOfTheRuleWinsAndTheTableStillAddsCopies() {
        Destination destination = table.route(subject("CGU", "P1", "medium"));

        assertThat(destination.primary().code()).isEqualTo("CGU");
        assertThat(destination.copyCodes()).containsExactly("IT");
        assertThat(destination.why()).isEqualTo("the rule names unit CGU");
    }

    @Test
    void aUnitThatTheTableDoesNotKnowIsSaidAndTheTableDecides() {
        Destination destination = table.route(subject("XYZ", "P5", "medium"));

        assertThat(destination.primary().code()).isEqualTo("SEC");
        assertThat(destination.why()).contains("XYZ is not in the routing table");
    }

    @Test
    void thereIsNeverNobody() {
        Destination destination = table.route(new Subject(null, null, null, List.of("art99.1"), "low"));

        assertThat(destination.primary().code()).isEqualTo("SOC");
        assertThat(destination.why()).contains("default unit");
    }

    @Test
    void aClauseFitsWhatLiesBelowItAndNotWhatOnlyBeginsAlike() {
        assertThat(table.route(new Subject(null, null, null, List.of("art9.4"), "low"))
                        .primary()
                        .code())
                .isEqualTo("IT");
        assertThat(table.route(new Subject(null, null, null, List.of("art30.1"), "low"))
                        .why())
                .contains("default unit");
    }

    @Test
    void whatIsCriticalGoesToInformationSecurityToo() {
        assertThat(table.route(subject(null, "P7", "critical")).copyCodes()).containsExactly("IT", "BIZ", "SEC");
    }

    @Test
    void everyUnitHasBothNamesAndSomebody() {
        assertThat(table.all()).hasSize(12).allSatisfy(unit -> {
            assertThat(unit.nameZh()).isNotBlank();
            assertThat(unit.nameEn()).isNotBlank();
            assertThat(unit.members()).isNotEmpty();
        });
    }

    private static Subject subject(@Nullable String unit, String playbook, String level) {
        return new Subject(unit, playbook, "AWS-01", List.of(), level);
    }

    private static RoutingTable builtIn() {
        try (var stream = RoutingTableTest.class.getResourceAsStream("/routing.yml")) {
            assertThat(stream).isNotNull();
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return switch (RoutingReader.read(text, List.of("email", "webhook"))) {
                case RoutingReader.Result.Read(var table) -> table;
                case RoutingReader.Result.Rejected(var problems) -> throw new AssertionError(problems.toString());
            };
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
