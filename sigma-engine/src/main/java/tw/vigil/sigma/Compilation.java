package tw.vigil.sigma;

import java.util.List;

/// @param rules what loaded; never null, possibly empty
/// @param problems every rejection: a file with one problem contributes no rule at all
/// @param warnings what loaded and does less than its author may think: a filter for rules that are not there,
///        a rule kept silent because the document that refers to it was rejected
public record Compilation(RuleSet rules, List<RuleProblem> problems, List<RuleProblem> warnings) {
    public Compilation {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
