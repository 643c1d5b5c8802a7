package tw.vigil.sigma;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final @Nullable RuleCost cost;
    private int untilSample = RuleCost.SAMPLE;

    /// @param cost hears what a sample of events costs; null: nobody does
    IndexedEvaluator(Function<LogSource, Route> routing, @Nullable RuleCost cost) {
        this.routing = routing;
        this.cost = cost;
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
        boolean sampled = cost != null && --untilSample == 0;
        if (sampled) {
            untilSample = RuleCost.SAMPLE;
        }
        for (int i = 0; i < candidates.count(); i++) {
            int number = candidates.rule(i);
            var rule = route.rules().get(number);
            if (sampled ? holdsMeasured(route, number, rule, sink) : holds(route, number, rule, sink)) {
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

    private boolean holdsMeasured(Route route, int number, CompiledRule rule, MatchSink sink) {
        long start = System.nanoTime();
        boolean holds = holds(route, number, rule, sink);
        if (cost != null) {
            cost.took(rule.info(), System.nanoTime() - start);
        }
        return holds;
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
