package tw.vigil.evaluator.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleProblem;
import tw.vigil.sigma.RuleSet;

/// A pack with its compiled rule set.
public record ActiveRules(RulePack pack, RuleSet rules) {

    /// Compiles a pack, whole or not at all: a rule that is silently missing is the failure that this product must
    /// not have.
    ///
    /// @throws RulesRejectedException with every problem
    public static ActiveRules compile(RulePack pack) {
        var watchLists = new WatchLists(pack.watchLists());
        var context = new RuleContext(watchLists.values(), pack.fieldMappings(), pack.registers());
        Compilation compilation = RuleSet.compile(pack.rules(), context);
        List<RuleProblem> problems = new ArrayList<>(watchLists.problems());
        problems.addAll(compilation.problems());
        if (!problems.isEmpty()) {
            throw new RulesRejectedException(problems);
        }
        return new ActiveRules(pack, compilation.rules());
    }

    /// The pack was rejected.
    public static final class RulesRejectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<RuleProblem> problems;

        RulesRejectedException(List<RuleProblem> problems) {
            this.problems = List.copyOf(problems);
            super(problems.stream()
                    .map(problem -> "%s:%d:%d: %s"
                            .formatted(problem.file(), problem.line(), problem.column(), problem.message()))
                    .collect(Collectors.joining(
                            "\n  ", "the rule pack is rejected, " + problems.size() + " problem(s):\n  ", "")));
        }

        public List<RuleProblem> problems() {
            return problems;
        }
    }
}
