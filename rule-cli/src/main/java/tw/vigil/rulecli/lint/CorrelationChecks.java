package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.rulecli.lint.RuleDocument.Entry;

/// Windows, thresholds, groups and references of correlations.
final class CorrelationChecks implements Family {
    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,9})([smhdwMy])");
    private static final long KEPT_SECONDS = 30L * 86_400;
    private static final Map<String, Long> UNITS =
            Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L, "M", 2_629_746L, "y", 31_556_952L);

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        if (!document.isCorrelation()) {
            return;
        }
        timespan(document, report);
        groups(document, input, report);
        references(document, report);
        episodes(document, input, report);
        condition(document, report);
        aliases(document, report);
        options(document, input, report);
    }

    private static void timespan(RuleDocument document, Report report) {
        if (!(document.below("correlation", "timespan") instanceof ScalarNode timespan)) {
            return;
        }
        var matcher = TIMESPAN.matcher(timespan.getValue());
        if (!matcher.matches()) {
            return;
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        long seconds = amount * UNITS.getOrDefault(unit, 1L);
        if (unit.equals("w")) {
            String days = amount * 7 + "d";
            report.add(Check.W301, document, timespan, "write " + days, document.replace(timespan, days));
        } else if (unit.equals("M") || unit.equals("y")) {
            report.add(Check.W302, document, timespan, "an average; write " + Math.round(seconds / 86_400.0) + "d");
        }
        if (seconds > KEPT_SECONDS) {
            report.add(
                    Check.W303,
                    document,
                    timespan,
                    "events are kept for 30d; after a loss the window cannot be filled");
        }
    }

    private static void groups(RuleDocument document, LintInput input, Report report) {
        List<ScalarNode> groups = RuleDocument.scalars(document.below("correlation", "group-by"));
        if (groups.isEmpty()) {
            report.add(Check.I301, document, document.key("correlation"), "no group-by: all events count together");
        }
        var seen = new HashSet<String>();
        Map<String, Entry> aliases = RuleDocument.entries(document.below("correlation", "aliases"));
        String source = source(document, input);
        for (ScalarNode group : groups) {
            if (!seen.add(group.getValue())) {
                report.add(Check.W310, document, group, "'" + group.getValue() + "' is there already");
            }
            boolean aliased = aliases.containsKey(group.getValue());
            if (source != null
                    && !aliased
                    && input.seen().hasEvents(source)
                    && !input.seen().shows(source, group.getValue())) {
                SourceChecks.unseen(document, Map.of(group.getValue(), group), source, Check.W304, input, report);
            }
        }
    }

    /// Of the first detection that it refers to; null when there is none.
    private static @Nullable String source(RuleDocument document, LintInput input) {
        Set<String> wanted = new HashSet<>();
        RuleDocument.scalars(document.below("correlation", "rules")).forEach(rule -> wanted.add(rule.getValue()));
        for (RuleDocument other : input.documents()) {
            if (other.isDetection() && other.names().stream().anyMatch(wanted::contains)) {
                return input.seen().source(other.logSource());
            }
        }
        return null;
    }

    private static void references(RuleDocument document, Report report) {
        List<ScalarNode> rules = RuleDocument.scalars(document.below("correlation", "rules"));
        var seen = new HashSet<String>();
        for (ScalarNode rule : rules) {
            if (!seen.add(rule.getValue())) {
                report.add(Check.W309, document, rule, "'" + rule.getValue() + "' is there already");
            }
        }
        String type = RuleDocument.text(document.below("correlation", "type"));
        if (type != null && type.startsWith("temporal") && rules.size() == 1) {
            report.add(
                    Check.W306, document, rules.getFirst(), "one rule is in every order with itself; use event_count");
        }
    }

    /// An episode of a count may go on for hours, and is told when it begins: what follows after the timespan of the
    /// outer rule would not be heard.
    private static void episodes(RuleDocument document, LintInput input, Report report) {
        String type = RuleDocument.text(document.below("correlation", "type"));
        if (type == null || !type.startsWith("temporal")) {
            return;
        }
        for (ScalarNode rule : RuleDocument.scalars(document.below("correlation", "rules"))) {
            for (RuleDocument inner : input.documents()) {
                String innerType = RuleDocument.text(inner.below("correlation", "type"));
                boolean counts = innerType != null && !innerType.startsWith("temporal");
                boolean once = !"every".equals(RuleDocument.text(inner.below("vigil", "refire")));
                if (counts && once && inner.names().contains(rule.getValue())) {
                    report.add(
                            Check.W313,
                            document,
                            rule,
                            "'" + rule.getValue() + "' tells an episode once, though it may last for hours; write"
                                    + " vigil: {refire: every} there");
                }
            }
        }
    }

    private static void condition(RuleDocument document, Report report) {
        if (!(document.below("correlation", "condition") instanceof MappingNode map)) {
            return;
        }
        var bounds = new HashMap<String, Double>();
        RuleDocument.entries(map).forEach((operator, entry) -> {
            if (entry.value() instanceof ScalarNode number && DetectionItem.isNumber(number)) {
                bounds.put(operator, Double.valueOf(number.getValue()));
            }
        });
        String type = RuleDocument.text(document.below("correlation", "type"));
        boolean counts = "event_count".equals(type) || "value_count".equals(type);
        boolean one = bounds.getOrDefault("gte", 0.0) == 1.0 || (bounds.containsKey("gt") && bounds.get("gt") == 0.0);
        // of several rules, this is how to say "any of these"
        boolean several = document.below("correlation", "rules") instanceof SequenceNode rules
                && rules.getValue().size() > 1;
        if (counts && one && bounds.size() == 1 && !several) {
            report.add(
                    Check.W305, document, map, "one event meets it; ask for two or more, or use the detection itself");
        }
        double least = Math.max(bounds.getOrDefault("gte", -1e300), bounds.getOrDefault("gt", -1e300));
        double most = Math.min(bounds.getOrDefault("lte", 1e300), bounds.getOrDefault("lt", 1e300));
        boolean open = bounds.containsKey("gt") && bounds.containsKey("lt");
        if (least > most || (open && least == most)) {
            report.add(Check.W311, document, map, "no number is in that range");
        } else if (bounds.keySet().stream().anyMatch(Set.of("lt", "lte", "eq", "neq")::contains)) {
            report.add(Check.I302, document, map, "judged when the window closes: the alert comes that much later");
        }
    }

    private static void aliases(RuleDocument document, Report report) {
        var used = new ArrayList<String>();
        Node condition = document.below("correlation", "condition");
        RuleDocument.scalars(document.below("correlation", "group-by")).forEach(group -> used.add(group.getValue()));
        Entry field = RuleDocument.entries(condition).get("field");
        RuleDocument.scalars(field == null ? null : field.value()).forEach(name -> used.add(name.getValue()));
        var rules = new HashSet<String>();
        RuleDocument.scalars(document.below("correlation", "rules")).forEach(rule -> rules.add(rule.getValue()));
        RuleDocument.entries(document.below("correlation", "aliases")).forEach((alias, entry) -> {
            if (!used.contains(alias)) {
                report.add(Check.W307, document, entry.key(), "'" + alias + "' is under neither group-by nor field");
            }
            RuleDocument.entries(entry.value()).forEach((rule, place) -> {
                if (!rules.isEmpty() && !rules.contains(rule)) {
                    report.add(
                            Check.W308,
                            document,
                            place.key(),
                            "the correlation does not refer to '" + rule + "'; accepted: " + String.join(", ", rules));
                }
            });
        });
    }

    private static void options(RuleDocument document, LintInput input, Report report) {
        boolean grouped =
                !RuleDocument.scalars(document.below("correlation", "group-by")).isEmpty();
        for (String option : List.of("null-group", "max-groups")) {
            Node value = document.below("vigil", option);
            if (!grouped && value != null) {
                report.add(Check.W312, document, value, "'" + option + "' says how to group, and nothing is grouped");
            }
        }
        Node refire = document.below("vigil", "refire");
        String id = RuleDocument.text(document.key("id"));
        boolean speaks = id == null || !input.silent().contains(id);
        if (speaks && refire != null && "every".equals(RuleDocument.text(refire))) {
            report.add(Check.I303, document, refire, "a finding per event; 'suppress' would make one per quiet time");
        }
    }
}
