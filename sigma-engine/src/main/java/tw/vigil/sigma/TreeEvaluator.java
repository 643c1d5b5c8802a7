package tw.vigil.sigma;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
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
                Telling.tell(rule, route.normalised().over(event), sink);
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
}
