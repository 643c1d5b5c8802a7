package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.List;
import tw.vigil.sigma.Subscription.Signals;
import tw.vigil.sigma.match.Fields;

/// Tells a sink what follows from a rule that matched.
final class Telling {

    private Telling() {}

    static void tell(CompiledRule rule, Fields event, MatchSink sink) {
        if (!rule.info().silent()) {
            sink.match(rule.info());
        }
        for (var subscription : rule.subscriptions()) {
            List<Signals> signals = new ArrayList<>(1);
            try {
                signals.add(subscription.signals(event));
            } catch (RuntimeException e) {
                sink.error(subscription.correlation(), e);
            }
            // Outside of the try: what the sink throws is the sink's failure, not the rule's.
            for (var signal : signals) {
                tell(rule, subscription.correlation(), signal, sink);
            }
        }
    }

    private static void tell(CompiledRule rule, RuleInfo correlation, Signals signals, MatchSink sink) {
        if (signals.missing() != null) {
            sink.missingGroup(correlation, rule.info(), signals.missing());
        }
        for (var group : signals.groups()) {
            sink.signal(correlation, rule.info(), group, signals.values(), signals.carried());
        }
    }
}
