package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.Vigil;

class RulePackTest {
    private static final Set<String> UNITS =
            Set.of("SOC", "SEC", "IT", "DEV", "CGU", "FIN", "BIZ", "LEG", "AUD", "DPO", "VND", "RSK");

    private final List<RuleInfo> rules = PackFiles.compile().rules().rules();

    /// To write the index anew: `mvn -pl rules -am test -Dtest=RulePackTest -Dvigil.rules.index.write=true`.
    @Test
    void indexListsEveryResource() throws IOException {
        var files = PackFiles.all();
        if (Boolean.getBoolean("vigil.rules.index.write")) {
            Files.writeString(PackFiles.ROOT.resolve("index.txt"), String.join("\n", files) + "\n");
        }

        assertThat(Files.readAllLines(PackFiles.ROOT.resolve("index.txt"))).isEqualTo(files);
    }

    @Test
    void everyRuleCompilesWithoutAProblem() {
        assertThat(PackFiles.compile().problems()).isEmpty();
        assertThat(rules).hasSizeGreaterThanOrEqualTo(PackFiles.rules().size());
    }

    @Test
    void packHoldsTheStarterSet() {
        assertThat(rules.stream().map(rule -> rule.vigil().key()))
                .contains(
                        "AWS-01", "AWS-10", "AWS-11", "AWS-15", "AWS-18", "AWS-20", "AWS-22", "AWS-27", "K8-01",
                        "K8-04");
        assertThat(rules.stream().map(RuleInfo::kind)).contains("event_count");
    }

    @Test
    void everyRuleThatSpeaksSaysWhoActsAndHow() {
        var units = new ArrayList<String>();
        for (RuleInfo rule : speaking()) {
            Vigil vigil = rule.vigil();
            assertThat(rule.id()).as(rule.title()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            assertThat(vigil.key()).as(rule.title()).matches("(AWS|AZ|EN|GC|GH|GV|HY|K8|M3|PR|XC)-\\d\\d[a-z]?");
            assertThat(List.of(text(vigil.titleZh()), text(vigil.descriptionZh()), text(rule.description())))
                    .as(rule.title())
                    .doesNotContain("");
            assertThat(rule.falsePositives()).as(rule.title()).isNotEmpty();
            assertThat(rule.clauses()).as(rule.title()).isNotEmpty();
            // what the firm itself leaves undone is no technique of an attacker
            if (!text(vigil.key()).startsWith("GV-")) {
                assertThat(rule.tags()).as(rule.title()).anyMatch(tag -> tag.startsWith("attack.t"));
            }
            assertThat(rule.tags()).as(rule.title()).anyMatch(tag -> tag.startsWith("ccm."));
            assertThat(PackFiles.ids("playbooks.yml", "playbooks"))
                    .as(rule.title())
                    .contains(text(vigil.playbook()));
            units.add(text(vigil.unit()));
        }
        assertThat(UNITS).containsAll(units);
    }

    @Test
    void everyClauseTagIsInTheRegister() {
        var clauses = PackFiles.ids("clauses.yml", "clauses");

        for (RuleInfo rule : rules) {
            assertThat(clauses).as(rule.title()).containsAll(rule.clauses());
        }
    }

    @Test
    void idsAndKeysAreUnique() {
        assertThat(rules.stream().map(RuleInfo::id)).doesNotHaveDuplicates();
        assertThat(speaking().stream().map(rule -> rule.vigil().key())).doesNotHaveDuplicates();
    }

    @Test
    void referencesNameClausesOfTheSameRule() {
        for (RuleFile file : PackFiles.rules()) {
            for (Object document : PackFiles.documents(file.text())) {
                var rule = (Map<?, ?>) document;
                if (rule.get("references") instanceof List<?> references) {
                    var tags = PackFiles.list(rule, "tags");
                    for (Object reference : references) {
                        assertThat(tags.contains("cnfa." + reference))
                                .as(file.path() + ": " + reference)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void everyRuleFileHasTwoPositiveAndTwoNegativeCases() {
        var proofs = PackFiles.proofs();
        assertThat(proofs).hasSameSizeAs(PackFiles.rules());
        for (RuleFile proof : proofs) {
            var fires = ((List<?>) PackFiles.documents(proof.text()).getFirst())
                    .stream().map(entry -> ((Map<?, ?>) entry).get("fires")).toList();
            assertThat(fires.stream().filter(Boolean.TRUE::equals).count())
                    .as(proof.path())
                    .isGreaterThanOrEqualTo(2);
            assertThat(fires.stream().filter(Boolean.FALSE::equals).count())
                    .as(proof.path())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void approvedPortsAndTheirPairsAgree() {
        var lists = PackFiles.context().watchLists();

        assertThat(lists.getOrDefault("approved_port_pairs", List.of()))
                .isEqualTo(lists.getOrDefault("approved_ports", List.of()).stream()
                        .map(port -> port + ",\"toPort\":" + port)
                        .toList());
    }

    private List<RuleInfo> speaking() {
        return rules.stream().filter(rule -> !rule.silent()).toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
