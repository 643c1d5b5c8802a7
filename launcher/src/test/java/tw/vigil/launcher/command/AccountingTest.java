package tw.vigil.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountingTest {

    @Test
    void everyFindingIsAccountedFor() {
        var equation = findings(10, 6, 2, 1, 1, 0);

        assertThat(equation.holds()).isTrue();
        assertThat(equation.said())
                .isEqualTo("vigil.findings: found 10 = new 6 + revision 2 + duplicate 1 + invalid 1 + waiting 0");
    }

    @Test
    void whatTheBrokerHandedOverAgainAfterACrashStandsBesideTheSum() {
        var equation = findings(10, 8, 2, 3, 0, 0);

        assertThat(equation.holds()).isTrue();
        assertThat(equation.said()).contains("duplicate 0").endsWith("(3 handed over again)");
    }

    @Test
    void aLostFindingIsAMismatch() {
        assertThat(findings(10, 8, 1, 0, 0, 0).holds()).isFalse();
    }

    @Test
    void aFindingThatCountsTwiceIsAMismatch() {
        assertThat(findings(10, 9, 2, 4, 0, 0).holds()).isFalse();
    }

    private static Accounting.Equation findings(
            long found, long fresh, long revision, long duplicate, long invalid, long waiting) {
        var results = ServiceClient.JSON
                .createObjectNode()
                .put("new", fresh)
                .put("revision", revision)
                .put("duplicate", duplicate)
                .put("invalid", invalid);
        return Accounting.findings(found, results, waiting);
    }
}
