package tw.vigil.evaluator.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.RuleFile;

class RulePackTest {
    @Test
    void builtInPackIsAccepted() throws IOException {
        var active = ActiveRules.compile(RulePack.builtIn());

        assertThat(active.rules().rules()).hasSizeGreaterThan(12);
        assertThat(active.pack().hash()).hasSize(64);
    }

    @Test
    void brokenWatchListIsNamedWithLineAndColumn() {
        var pack = new RulePack(List.of(new RuleFile("watch-lists/ports.yml", "name: ports\nvalues: 443\n")));

        assertThatThrownBy(() -> ActiveRules.compile(pack))
                .isInstanceOf(ActiveRules.RulesRejectedException.class)
                .hasMessageContaining("watch-lists/ports.yml:2:9: ");
    }

    @Test
    void rulesThatTheStreamDoesNotRunAreRefusedAloud() {
        var pack = new RulePack(List.of(new RuleFile("rules/late.yml", """
                title: base
                name: base
                logsource: {product: p}
                detection: {sel: {a: x}, condition: sel}
                ---
                title: beat
                name: beat
                expectation: {rules: [base], every: 10m}
                """)));

        assertThatThrownBy(() -> ActiveRules.compile(pack))
                .isInstanceOf(ActiveRules.RulesRejectedException.class)
                .hasMessageContaining("rules/late.yml:6:1: an expectation is only run offline");
    }
}
