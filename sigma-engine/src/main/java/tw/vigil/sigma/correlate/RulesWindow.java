package tw.vigil.sigma.correlate;

import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;

/// Which of the rules matched.
final class RulesWindow extends Window {

    private final CorrelationSpec spec;
    private final int[] matched;
    private int present;
    /// What the boolean condition says; null when the presence of a rule changed since it was asked.
    private @Nullable Boolean said;

    RulesWindow(CorrelationSpec spec) {
        super(spec.thresholds());
        this.spec = spec;
        this.matched = new int[spec.rules().size()];
    }

    @Override
    void enter(Entry entry) {
        if (matched[entry.rule]++ == 0) {
            present++;
            said = null;
        }
    }

    @Override
    void leave(Entry entry) {
        if (--matched[entry.rule] == 0) {
            present--;
            said = null;
        }
    }

    @Override
    double measure(long from, long to, long events) {
        return present;
    }

    @Override
    boolean satisfies(long from, long to, long events) {
        Condition expression = spec.expression();
        if (expression == null) {
            return super.satisfies(from, to, events);
        }
        var answer = said;
        if (answer == null) {
            answer = expression.holds(name -> matched[spec.names().indexOf(name)] > 0);
            said = answer;
        }
        return answer;
    }
}
