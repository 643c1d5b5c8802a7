package tw.vigil.sigma.correlate;

import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;

/// Which of the rules matched.
final class RulesWindow extends Window {

    private final CorrelationSpec spec;
    private final int[] events;
    private int present;
    /// What the boolean condition says; null when the presence of a rule changed since it was asked.
    private @Nullable Boolean said;

    RulesWindow(CorrelationSpec spec) {
        super(spec.thresholds());
        this.spec = spec;
        this.events = new int[spec.rules().size()];
    }

    @Override
    void enter(Entry entry) {
        if (events[entry.rule]++ == 0) {
            present++;
            said = null;
        }
    }

    @Override
    void leave(Entry entry) {
        if (--events[entry.rule] == 0) {
            present--;
            said = null;
        }
    }

    @Override
    double measure(long from, long to) {
        return present;
    }

    @Override
    boolean satisfies(long from, long to) {
        Condition expression = spec.expression();
        if (expression == null) {
            return super.satisfies(from, to);
        }
        var answer = said;
        if (answer == null) {
            answer = expression.holds(name -> events[spec.names().indexOf(name)] > 0);
            said = answer;
        }
        return answer;
    }
}
