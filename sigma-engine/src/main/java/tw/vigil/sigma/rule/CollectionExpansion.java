package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Entry;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// Rule collections: `action: global` is a template for the rules after it and wins over them, `reset` ends
/// it, `repeat` lays its document over the rule before. Only detections take part in it.
final class CollectionExpansion {

    private static final List<String> OF_THEIR_OWN =
            List.of("correlation", "filter", RuleKinds.EXPECTATION, RuleKinds.BASELINE);

    private final Problems problems;
    private @Nullable Mapping template;
    private @Nullable Mapping previous;

    CollectionExpansion(Problems problems) {
        this.problems = problems;
    }

    List<Mapping> expand(List<YamlNode> documents) {
        List<Mapping> expanded = new ArrayList<>();
        for (var document : documents) {
            if (document instanceof Mapping mapping) {
                var rule = expand(mapping);
                if (rule != null) {
                    expanded.add(rule);
                }
            } else {
                problems.add(document, "a rule document is a map, not " + document.described());
            }
        }
        return expanded;
    }

    private @Nullable Mapping expand(Mapping document) {
        var action = document.get("action");
        if (action == null) {
            return OF_THEIR_OWN.stream().anyMatch(document::has) ? document : remember(templated(document));
        }
        var name = action instanceof Scalar scalar ? scalar.text() : action.described();
        var rest = without(document, "action");
        return switch (name) {
            case "global" -> {
                template = template == null ? rest : overlay(template, rest);
                yield null;
            }
            case "reset" -> {
                template = null;
                yield rest.entries().isEmpty() ? null : remember(rest);
            }
            case "repeat" -> {
                if (previous == null) {
                    problems.add(action, "there is no rule before this one to repeat");
                    yield null;
                }
                yield remember(overlay(previous, rest));
            }
            default -> {
                problems.add(action, "unknown action '" + name + "'; accepted: global, reset, repeat");
                yield null;
            }
        };
    }

    private Mapping templated(Mapping document) {
        return template == null ? document : overlay(document, template);
    }

    private Mapping remember(Mapping rule) {
        previous = rule;
        return rule;
    }

    /// Maps are merged key by key; anything else is replaced.
    private static Mapping overlay(Mapping below, Mapping above) {
        Map<String, Entry> merged = new LinkedHashMap<>();
        below.entries().forEach(entry -> merged.put(entry.key().text(), entry));
        for (var entry : above.entries()) {
            merged.merge(entry.key().text(), entry, (lower, upper) -> {
                boolean maps = lower.value() instanceof Mapping && upper.value() instanceof Mapping;
                return maps ? new Entry(upper.key(), overlay((Mapping) lower.value(), (Mapping) upper.value())) : upper;
            });
        }
        return new Mapping(List.copyOf(merged.values()), below.position());
    }

    private static Mapping without(Mapping document, String key) {
        return new Mapping(
                document.entries().stream()
                        .filter(entry -> !entry.key().text().equals(key))
                        .toList(),
                document.position());
    }
}
