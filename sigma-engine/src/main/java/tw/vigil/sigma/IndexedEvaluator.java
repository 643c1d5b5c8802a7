package tw.vigil.sigma;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tw.vigil.sigma.index.Evaluation;
import tw.vigil.sigma.project.ProjectedEvent;
import tw.vigil.sigma.project.ProjectingParser;

/// Reads of an event only what rules look at, and asks only the rules that it may concern. Says what
/// [TreeEvaluator] says, in the same order.
final class IndexedEvaluator implements EventEvaluator {

    private static final int MAX_SOURCES = 1_000;

    private final Function<LogSource, Route> routing;
    private final Map<LogSource, Route> routes = new HashMap<>();
    private final ProjectedEvent event = new ProjectedEvent();
    private final ProjectingParser parser = new ProjectingParser(event);
    private final Evaluation evaluation = new Evaluation(event);

    IndexedEvaluator(Function<LogSource, Route> routing) {
        this.routing = routing;
    }

    @Override
    public void evaluate(LogSource source, byte[] json, MatchSink sink) throws MalformedEventException {
        var route = route(source);
        var index = route.index();
        if (!parser.parse(json, index.projection())) {
            parser.fill(route.event(json).root(), index.projection());
        }
        index.find(evaluation);
        var candidates = evaluation.candidates();
        for (int i = 0; i < candidates.count(); i++) {
            int number = candidates.rule(i);
            var rule = route.rules().get(number);
            if (holds(route, number, rule, sink)) {
                Telling.tell(rule, route.normalised().over(field -> event.fieldValues(index.paths(field))), sink);
            }
        }
    }

    private boolean holds(Route route, int number, CompiledRule rule, MatchSink sink) {
        try {
            return route.index().holds(number, evaluation);
        } catch (RuntimeException e) {
            sink.error(rule.info(), e);
            return false;
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
}
