package tw.vigil.sigma;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.correlate.Signal;
import tw.vigil.sigma.match.Numbers;
import tw.vigil.sigma.rule.CorrelationOptions;

/// How episodes of one rule become signals of the rules that refer to it. The fields of such a signal are the
/// group of the episode and those of the event that completed its window; the outer rule groups by its own
/// fields only.
///
/// @param links rule id → who refers to it
record Chain(Map<String, List<Link>> links) {

    /// @param name as the outer rule calls the field
    /// @param place where the inner rule has it
    record Place(String name, String place) {}

    record Link(RuleInfo outer, List<Place> groupBy, List<String> values, boolean numeric, CorrelationOptions options) {
        Link {
            groupBy = List.copyOf(groupBy);
            values = List.copyOf(values);
        }
    }

    Chain {
        links = Map.copyOf(links);
    }

    /// Every field that rules above `ruleId` will ask for, at any height.
    Set<String> places(String ruleId) {
        Set<String> places = new LinkedHashSet<>();
        for (var link : links.getOrDefault(ruleId, List.of())) {
            link.groupBy().forEach(grouping -> places.add(grouping.place()));
            places.addAll(link.values());
            places.addAll(places(link.outer().id()));
        }
        return places;
    }

    /// 0 for a rule that only events feed, else one more than the highest rule that feeds it.
    int height(String ruleId) {
        int height = 0;
        for (var inner : links.entrySet()) {
            if (inner.getValue().stream().anyMatch(link -> link.outer().id().equals(ruleId))) {
                height = Math.max(height, 1 + height(inner.getKey()));
            }
        }
        return height;
    }

    List<ChainedSignal> signals(RuleInfo inner, SortedMap<String, String> group, Episode episode) {
        // Revisions are the same episode: it counts once, when it fires.
        if (episode.revision() > 1) {
            return List.of();
        }
        Map<String, List<String>> fields = new TreeMap<>(episode.carried());
        group.forEach((name, value) -> fields.put(name, List.of(value)));
        episode.added().forEach((name, value) -> fields.put(name, List.of(value)));
        var id = identity(inner, group, episode);
        List<ChainedSignal> signals = new ArrayList<>();
        for (var link : links.getOrDefault(inner.id(), List.of())) {
            var signal = new Signal(id, inner.id(), episode.windowEnd(), values(link, fields), fields);
            signals.addAll(grouped(link, signal));
        }
        return signals;
    }

    /// Follows from the rule, the group and the start of the window alone: a replay makes the same.
    private static String identity(RuleInfo inner, SortedMap<String, String> group, Episode episode) {
        var text = new StringBuilder(inner.id());
        List.of(group, episode.added())
                .forEach(map -> map.forEach((name, value) -> text.append('\n')
                        .append(name.length())
                        .append(':')
                        .append(name)
                        .append(value.length())
                        .append(':')
                        .append(value)));
        text.append('\n').append(episode.windowStart());
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static List<ChainedSignal> grouped(Link link, Signal signal) {
        List<SortedMap<String, String>> groups = List.of(new TreeMap<>());
        for (var grouping : link.groupBy()) {
            var values = signal.carried().getOrDefault(grouping.place(), List.of());
            if (values.isEmpty() && link.options().nullGroup()) {
                continue; // the group without this field
            }
            if (values.isEmpty()) {
                return List.of(new ChainedSignal(link.outer(), new TreeMap<>(), signal, grouping.name()));
            }
            groups = Subscription.product(
                    groups, grouping.name(), values, link.options().maxGroups());
        }
        return groups.stream()
                .map(group -> new ChainedSignal(link.outer(), group, signal, null))
                .toList();
    }

    private static List<String> values(Link link, Map<String, List<String>> fields) {
        var lists = link.values().stream()
                .map(place -> usable(fields.getOrDefault(place, List.of()), link.numeric()))
                .toList();
        return Subscription.tuples(lists);
    }

    private static List<String> usable(List<String> values, boolean numeric) {
        return numeric ? values.stream().filter(value -> isNumber(value)).toList() : values;
    }

    private static boolean isNumber(@Nullable String text) {
        return text != null && Numbers.parse(text) != null;
    }
}
