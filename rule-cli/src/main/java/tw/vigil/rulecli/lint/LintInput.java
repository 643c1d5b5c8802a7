package tw.vigil.rulecli.lint;

import java.util.List;
import java.util.Set;
import tw.vigil.rulecli.fields.SeenFields;
import tw.vigil.rulecli.pack.RulePack;

/// What the checks look at.
///
/// @param seen fields that known events of each source have
/// @param silent ids of rules that only correlations refer to
record LintInput(RulePack pack, List<RuleDocument> documents, SeenFields seen, Set<String> silent) {
    LintInput {
        documents = List.copyOf(documents);
        silent = Set.copyOf(silent);
    }
}
