package tw.vigil.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class AccountingTest {

    @Test
    void everyFindingIsAccountedFor() {
        var equation = findings(10, 7, 2, 1, 1, 1);

        assertThat(equation.holds()).isTrue();
        assertThat(equation.said())
                .isEqualTo("vigil.findings: found 10 = new 7 + duplicate 1 + invalid 1 + waiting 1"
                        + " (beside them 2 revised, 0 repeated or overtaken)");
    }

    @Test
    void whatTheBrokerHandedOverAgainAfterACrashStandsBesideTheSum() {
        var equation = findings(10, 10, 2, 3, 0, 0);

        assertThat(equation.holds()).isTrue();
        assertThat(equation.said())
                .contains("duplicate 0")
                .endsWith("(beside them 2 revised, 3 repeated or overtaken)");
    }

    @Test
    void aLostFindingIsAMismatch() {
        assertThat(findings(10, 9, 1, 0, 0, 0).holds()).isFalse();
    }

    @Test
    void aFindingThatCountsTwiceIsAMismatch() {
        assertThat(findings(10, 11, 0, 4, 0, 0).holds()).isFalse();
    }

    @Test
    void ledgerIsHeldAgainstTheTopic() throws JsonProcessingException {
        var ledger = ServiceClient.JSON.readTree("""
                {"sources": {
                  "aws.cloudtrail": {"total": {"received": 9, "accepted": 6, "duplicate": 2, "late": 1, "quarantined": 2, "control": 1}},
                  "vigil.audit": {"total": {"received": 4, "accepted": 4}}}}
                """);

        var equations = Accounting.ledger(ledger, 12, 10);

        assertThat(equations).allMatch(Accounting.Equation::holds);
        assertThat(equations.getFirst().said())
                .isEqualTo("aws.cloudtrail: received 9 = accepted 6 + quarantined 2 + control 1"
                        + " (of the accepted 2 duplicate, 1 late)");
        assertThat(equations.getLast().said()).isEqualTo("vigil.events: on topic 12 = accepted 10 + not counted yet 2");
        assertThat(Accounting.ledger(ledger, 12, 11).getLast().holds()).isFalse();
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
