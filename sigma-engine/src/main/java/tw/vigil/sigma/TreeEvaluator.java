package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tw.vigil.sigma.Subscription.Signals;
import tw.vigil.sigma.match.Event;

/// Asks every rule of the event's log source, one after the other. The plain meaning of the rules: whatever
/// is faster must say the same.
final class TreeEvaluator implements EventEvaluator {

    private static final int MAX_SOURCES = 1_000;

    private final Function<LogSource, Route> routing;
    private final Map<LogSource, Route> routes = new HashMap<>();

    TreeEvaluator(Function<LogSource, Route> routing) {
        this.routing = routing;
    }

    @Override
    public void evaluate(LogSource source, byte[] json, MatchSink sink) throws MalformedEventException {
        var route = route(source);
        var event = route.event(json);
        var rules = route.rules();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            if (holds(rule, event, sink)) {
                tell(rule, event, sink);
            }
        }
    }

    private Route route(LogSource source) {
        var known = routes.get(source);
        if (known == null) {
            if (routes.size() >= MAX_SOURCES) {
                routes.clear();
            }
            known = routing.apply(source);
            routes.put(source, known);
        }
        return known;
    }

    private static boolean holds(CompiledRule rule, Event event, MatchSink sink) {
        try {
            return rule.detection().holds(event);
        } catch (RuntimeException e) {
            sink.error(rule.info(), e);
            return false;
        }
    }

    private static void tell(CompiledRule rule, Event event, MatchSink sink) {
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
