package tw.vigil.sigma.correlate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How many of the rules, in their order, have each an event of its own at times that do not decrease.
///
/// Each rule takes the earliest time that those before it leave. Rules that meet at one time share its events, which
/// is a matching: none may take the event that another cannot do without.
final class OrderedWindow extends Window {

    private final CorrelationSpec spec;
    private final EventLog log;
    /// Per rule the times of its events in the log.
    private final SortedTimes[] times;

    OrderedWindow(CorrelationSpec spec, EventLog log) {
        super(spec.thresholds());
        this.spec = spec;
        this.log = log;
        this.times = new SortedTimes[spec.rules().size()];
        Arrays.setAll(times, _ -> new SortedTimes());
    }

    @Override
    boolean looksAtEvents() {
        return false;
    }

    @Override
    void learn(Entry entry) {
        times[entry.rule].add(entry.time);
    }

    @Override
    void forget(Entry entry) {
        times[entry.rule].removeFirst();
    }

    @Override
    double measure(long from, long to, long events) {
        return inOrder(from, to);
    }

    @Override
    boolean satisfies(long from, long to, long events) {
        var expression = spec.expression();
        if (expression == null) {
            return super.satisfies(from, to, events);
        }
        return expression.holds(name -> present(spec.names().indexOf(name), from, to))
                && inOrder(from, to) == presentRules(from, to);
    }

    private boolean present(int rule, long from, long to) {
        return times[rule].from(from) <= to;
    }

    private int presentRules(long from, long to) {
        int present = 0;
        for (int rule = 0; rule < times.length; rule++) {
            present += present(rule, from, to) ? 1 : 0;
        }
        return present;
    }

    private int inOrder(long from, long to) {
        int found = 0;
        long reached = from - 1;
        List<Integer> together = new ArrayList<>();
        for (int rule = 0; rule < times.length; rule++) {
            if (spec.expression() != null && !present(rule, from, to)) {
                continue;
            }
            together.add(rule);
            boolean shares = together.size() > 1 && times[rule].from(reached) == reached && matched(together, reached);
            if (!shares) {
                long next = times[rule].from(reached + 1);
                if (next > to) {
                    return found;
                }
                reached = next;
                together.clear();
                together.add(rule);
            }
            found++;
        }
        return found;
    }

    /// Each of the rules can have an event of its own at that time.
    private boolean matched(List<Integer> rules, long time) {
        long begin = log.from(time);
        long end = log.after(time);
        List<List<String>> wanted = new ArrayList<>();
        for (int rule : rules) {
            List<String> events = new ArrayList<>();
            // with as many events as there are rules one is always left
            for (long i = begin; i < end && events.size() < rules.size(); i++) {
                if (log.at(i).rule == rule) {
                    events.add(log.at(i).id);
                }
            }
            wanted.add(events);
        }
        return new Matching(wanted).isComplete();
    }
}
