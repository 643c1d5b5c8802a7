package tw.vigil.rulecli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleProblem;
import tw.vigil.sigma.RuleSet;

/// Compiles a pack for a command and says aloud what did not load.
final class Loading {
    private Loading() {}

    static Compilation compile(RulePack pack, PrintWriter err) {
        Compilation compiled = RuleSet.compile(pack.rules(), pack.context());
        for (RuleProblem problem : compiled.problems()) {
            err.println(
                    problem.file() + ":" + problem.line() + ":" + problem.column() + " rejected: " + problem.message());
        }
        return compiled;
    }

    /// By catalogue key, id or name.
    static @Nullable RuleInfo rule(RuleSet rules, String keyOrIdOrName) {
        for (RuleInfo rule : rules.rules()) {
            if (keyOrIdOrName.equalsIgnoreCase(rule.vigil().key())) {
                return rule;
            }
        }
        return rules.rule(keyOrIdOrName);
    }
}
