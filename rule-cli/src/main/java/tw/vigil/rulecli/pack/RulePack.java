package tw.vigil.rulecli.pack;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;

/// Everything that a command works on.
///
/// @param rules rule files: detections, correlations, filters
/// @param proofs the events file of a rule file, by the path of the rule file
/// @param watchLists values by name
/// @param fieldMappings one file per log source
/// @param registers rows that expectations hold for
/// @param register the clause register
/// @param playbooks ids of the playbooks
/// @param orphans events files without a rule
public record RulePack(
        List<RuleFile> rules,
        Map<String, RuleFile> proofs,
        Map<String, List<String>> watchLists,
        List<RuleFile> fieldMappings,
        List<RuleFile> registers,
        List<Clause> register,
        Set<String> playbooks,
        List<String> orphans) {

    public RulePack {
        rules = List.copyOf(rules);
        proofs = Map.copyOf(proofs);
        watchLists = Map.copyOf(watchLists);
        fieldMappings = List.copyOf(fieldMappings);
        registers = List.copyOf(registers);
        register = List.copyOf(register);
        playbooks = Set.copyOf(playbooks);
        orphans = List.copyOf(orphans);
    }

    /// Ids of the clause register.
    public Set<String> clauses() {
        return register.stream().map(Clause::id).collect(Collectors.toUnmodifiableSet());
    }

    public RuleContext context() {
        return new RuleContext(watchLists, fieldMappings, registers);
    }
}
