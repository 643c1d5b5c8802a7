package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Alternative;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.Event;
import tw.vigil.sigma.match.Value;

/// Collects the conditions that made a rule match: of an alternative the branch that held, of a negation what
/// did not.
final class Explanation {

    private static final int MAX_ACTUAL = 1_024;
    private static final int MAX_SHOWN = 5;

    private final Event event;
    private final List<Reason> reasons = new ArrayList<>();

    private Explanation(Event event) {
        this.event = event;
    }

    static List<Reason> of(Detection detection, Event event) {
        var explanation = new Explanation(event);
        if (detection.holds(event)) {
            explanation.add(detection, true, "");
        }
        return List.copyOf(explanation.reasons);
    }

    /// @param holds whether `detection` holds, which the caller knows
    private void add(Detection detection, boolean holds, String selection) {
        switch (detection) {
            case Detection.All(var parts) -> addParts(parts, holds, selection);
            case Detection.Any(var parts) -> addParts(parts, holds, selection);
            case Detection.Not(var part) -> add(part, !holds, selection);
            case Detection.Named(var name, var part) -> add(part, holds, holds ? name : "not " + name);
            case Item item -> {
                if (!item.label().isEmpty()) {
                    reasons.add(reason(item, holds, selection));
                }
            }
            case Detection.Scoped scoped -> addScoped(scoped, holds, selection);
        }
    }

    /// Of the first element that decides; without one, of the array.
    private void addScoped(Detection.Scoped scoped, boolean holds, String selection) {
        if (scoped.reported().isEmpty()) {
            return;
        }
        boolean some = scoped.scope() == Detection.Scope.ANY || scoped.scope() == Detection.Scope.NONE;
        for (var element : scoped.elements(event)) {
            boolean inside = scoped.inner().holds(element);
            if (some == inside) {
                var explanation = new Explanation(element);
                explanation.add(scoped.inner(), inside, selection);
                explanation.reasons.stream()
                        .map(r -> new Reason(r.selection(), scoped.label() + "." + r.field(), r.expected(), r.actual()))
                        .forEach(reasons::add);
                return;
            }
        }
        var expected = scoped.scope().name().toLowerCase(Locale.ROOT) + " of its elements";
        reasons.add(new Reason(selection, scoped.label(), holds ? expected : "not " + expected, null));
    }

    private void addParts(List<Detection> parts, boolean holds, String selection) {
        for (var part : parts) {
            if (part.holds(event) == holds) {
                add(part, holds, selection);
            }
        }
    }

    private Reason reason(Item item, boolean holds, String selection) {
        var values = item.values(event);
        List<Alternative> shown = item.alternatives().stream()
                .filter(a -> a.test().holds(values, event))
                .toList();
        Value actual = null;
        for (var alternative : shown) {
            actual = actual == null ? alternative.test().witness(values, event) : actual;
        }
        boolean matched = !shown.isEmpty() && holds != item.negated();
        if (!matched && actual == null && !values.values().isEmpty() && item.field() != Detection.KEYWORD) {
            actual = values.values().getFirst();
        }
        return new Reason(
                selection, item.label(), expected(matched ? shown : item.alternatives(), item.all()), text(actual));
    }

    private static String expected(List<Alternative> alternatives, boolean all) {
        var shown = alternatives.stream()
                .limit(MAX_SHOWN)
                .map(Alternative::shown)
                .collect(Collectors.joining(all ? " and " : " or "));
        int more = alternatives.size() - MAX_SHOWN;
        return bounded(more > 0 ? shown + " … " + more + " more" : shown);
    }

    private static @Nullable String text(@Nullable Value value) {
        return value == null ? null : bounded(value.text());
    }

    private static String bounded(String text) {
        return text.length() <= MAX_ACTUAL ? text : text.substring(0, MAX_ACTUAL);
    }
}
