package tw.vigil.rulecli.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rulecli.proof.ProofRun.Outcome;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.RuleFile;

/// Whether rules are proven enough to be trusted.
public final class ProofGate {
    private ProofGate() {}

    /// Rule files with too few cases, one line each.
    ///
    /// @param minimum cases of each rule file, at least one that fires and one that does not
    public static List<String> lacking(RulePack pack, List<Outcome> outcomes, int minimum) {
        List<String> lacking = new ArrayList<>();
        for (RuleFile file : pack.rules()) {
            if (!hasRule(file)) {
                continue;
            }
            var own = outcomes.stream()
                    .filter(outcome -> outcome.rulePath().equals(file.path()))
                    .toList();
            long firing = own.stream().filter(Outcome::fires).count();
            if (own.size() < minimum || firing == 0 || firing == own.size()) {
                lacking.add(file.path() + ": " + firing + " cases that fire and " + (own.size() - firing)
                        + " that do not; asked are " + minimum + ", at least one of each");
            }
        }
        return lacking;
    }

    /// Filters say nothing by themselves.
    public static boolean hasRule(RuleFile file) {
        return Yaml.documents(file.path(), file.text()).stream()
                .anyMatch(document -> document instanceof Map<?, ?> map && !map.containsKey("filter"));
    }
}
