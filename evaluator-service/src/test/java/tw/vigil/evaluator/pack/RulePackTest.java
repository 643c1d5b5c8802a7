package tw.vigil.evaluator.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.sigma.RuleFile;

class RulePackTest {
    @TempDir
    Path folder;

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
    void kubernetesVolumeIsReadOnceThroughItsLinks() throws IOException {
        Path volume = folder.resolve("mounted/rules");
        Path revision = Files.createDirectories(volume.resolve("..2026_08_20_10_00_00.1"));
        Files.writeString(revision.resolve("a.yml"), "a");
        Files.writeString(revision.resolve("a.events.yml"), "proof");
        Files.createSymbolicLink(volume.resolve("..data"), revision.getFileName());
        Files.createSymbolicLink(volume.resolve("a.yml"), Path.of("..data", "a.yml"));
        Files.createSymbolicLink(volume.resolve("a.events.yml"), Path.of("..data", "a.events.yml"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("mounted"));

        var pack = RulePack.in(link);

        assertThat(pack.files())
                .containsExactly(new RuleFile("rules/a.events.yml", "proof"), new RuleFile("rules/a.yml", "a"));
        assertThat(pack.rules()).containsExactly(new RuleFile("rules/a.yml", "a"));
        assertThat(pack.proofs()).containsExactly(new RuleFile("rules/a.events.yml", "proof"));
    }

    @Test
    void directoryWithoutRulesIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("watch-lists"));
        Files.writeString(folder.resolve("watch-lists/ports.yml"), "name: ports");

        assertThatThrownBy(() -> RulePack.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no rule");
    }

    @Test
    void anExpectationFindsItsRowsInTheRegistersOfThePack() {
        var rule = new RuleFile("rules/late.yml", """
                title: base
                name: base
                logsource: {product: p}
                detection: {sel: {a: x}, condition: sel}
                ---
                title: beat
                name: beat
                expectation: {rules: [base], every: 10m, for-each: hosts, group-by: [host]}
                """);
        var register = new RuleFile("registers/hosts.yml", """
                name: hosts
                rows:
                  - {host: a}
                  - {host: b}
                """);

        var active = ActiveRules.compile(new RulePack(List.of(rule, register)));

        assertThat(active.rules().expectations())
                .singleElement()
                .satisfies(expectation -> assertThat(expectation.rows()).hasSize(2));
        assertThatThrownBy(() -> ActiveRules.compile(new RulePack(List.of(rule))))
                .isInstanceOf(ActiveRules.RulesRejectedException.class)
                .hasMessageContaining("no register or watch-list is named 'hosts'");
    }
}
