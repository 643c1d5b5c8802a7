package tw.vigil.sigma;

import java.util.List;

/// @param rules what loaded; never null, possibly empty
/// @param problems every rejection: a file with one problem contributes no rule at all
public record Compilation(RuleSet rules, List<RuleProblem> problems) {
    public Compilation {
        problems = List.copyOf(problems);
    }
}
