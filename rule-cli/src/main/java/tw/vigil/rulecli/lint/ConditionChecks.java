package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tw.vigil.rulecli.lint.RuleDocument.Entry;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.condition.ConditionParser;
import tw.vigil.sigma.condition.ConditionSyntaxException;

/// The condition and the search identifiers that it joins.
final class ConditionChecks implements Family {
    private static final Pattern CAPITALS = Pattern.compile("\\b(AND|OR|NOT|OF|THEM|ALL|ANY)\\b");
    private static final int MAX_TABLE = 12;

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        if (!document.isDetection() && !document.isFilter()) {
            return;
        }
        var selections = document.selections();
        var conditions = new ArrayList<Condition>();
        for (ScalarNode text : document.conditions()) {
            capitals(document, text, report);
            Condition condition = parse(text.getValue());
            if (condition == null) {
                return; // the engine says what is wrong
            }
            conditions.add(condition);
            quantifiers(document, text, condition, selections, report);
            repeated(document, text, condition, report);
        }
        if (conditions.isEmpty()) {
            return;
        }
        Condition whole = conditions.size() == 1 ? conditions.getFirst() : new Condition.Or(conditions);
        unused(document, whole, selections, report);
        identical(document, selections, report);
        if (document.isFilter()) {
            if (!whole.print().contains("not ")) {
                report.add(
                        Check.W322,
                        document,
                        document.conditions().getFirst(),
                        "the filter keeps what it describes; to drop it write: not " + whole.print());
            }
        } else {
            truth(document, whole, List.copyOf(selections.keySet()), report);
        }
    }

    private static @Nullable Condition parse(String text) {
        try {
            return ConditionParser.parse(text);
        } catch (ConditionSyntaxException _) {
            return null;
        }
    }

    private static void capitals(RuleDocument document, ScalarNode text, Report report) {
        var matcher = CAPITALS.matcher(text.getValue());
        Set<String> names = document.selections().keySet();
        String lower = matcher.replaceAll(match ->
                names.contains(match.group()) ? match.group() : match.group().toLowerCase(Locale.ROOT));
        if (!lower.equals(text.getValue())) {
            report.add(Check.W203, document, text, "write " + lower, document.replace(text, lower));
        }
    }

    private static void quantifiers(
            RuleDocument document, ScalarNode text, Condition condition, Map<String, Entry> names, Report report) {
        for (Condition part : parts(condition)) {
            if (!(part instanceof Condition.Quantified quantified)) {
                continue;
            }
            long selected = names.keySet().stream().filter(quantified::selects).count();
            if (quantified.pattern().equals(Condition.THEM)) {
                report.add(
                        Check.I204,
                        document,
                        text,
                        "'of them' takes in every search identifier added later; name a pattern, e.g. selection_*");
            } else if (selected == 1) {
                String one = names.keySet().stream()
                        .filter(quantified::selects)
                        .findFirst()
                        .orElse("");
                report.add(Check.I205, document, text, "'" + part.print() + "' is '" + one + "' and nothing else");
            }
        }
    }

    private static void repeated(RuleDocument document, ScalarNode text, Condition condition, Report report) {
        for (Condition part : parts(condition)) {
            List<Condition> operands = part instanceof Condition.And and
                    ? and.operands()
                    : part instanceof Condition.Or or ? or.operands() : List.of();
            var seen = new HashSet<String>();
            for (Condition operand : operands) {
                if (!seen.add(operand.print())) {
                    report.add(
                            Check.W218, document, text, "'" + operand.print() + "' is there twice; once says the same");
                }
            }
        }
    }

    /// The condition and everything below it.
    static List<Condition> parts(Condition condition) {
        var parts = new ArrayList<Condition>(List.of(condition));
        switch (condition) {
            case Condition.Not not -> parts.addAll(parts(not.operand()));
            case Condition.And and -> and.operands().forEach(operand -> parts.addAll(parts(operand)));
            case Condition.Or or -> or.operands().forEach(operand -> parts.addAll(parts(operand)));
            case Condition.Selection _, Condition.Quantified _ -> {}
        }
        return parts;
    }

    private static boolean uses(Condition condition, String name) {
        return parts(condition).stream().anyMatch(part -> switch (part) {
            case Condition.Selection selection -> selection.name().equals(name);
            case Condition.Quantified quantified -> quantified.selects(name);
            case Condition.Not _, Condition.And _, Condition.Or _ -> false;
        });
    }

    private static void unused(
            RuleDocument document, Condition condition, Map<String, Entry> selections, Report report) {
        selections.forEach((name, entry) -> {
            if (!uses(condition, name)) {
                report.add(Check.W206, document, entry.key(), "'" + name + "' is in no condition; use it or remove it");
            }
        });
    }

    private static void identical(RuleDocument document, Map<String, Entry> selections, Report report) {
        var seen = new LinkedHashMap<String, String>();
        selections.forEach((name, entry) -> {
            String other = seen.putIfAbsent(Canonical.of(entry.value()), name);
            if (other != null) {
                report.add(Check.W207, document, entry.key(), "'" + name + "' says the same as '" + other + "'");
            }
        });
    }

    private static void truth(RuleDocument document, Condition condition, List<String> names, Report report) {
        if (names.size() > MAX_TABLE) {
            return;
        }
        Node place = document.conditions().getFirst();
        if (holds(condition, Set.of(), names)) {
            report.add(
                    Check.W215,
                    document,
                    place,
                    "holds for events that meet none of " + String.join(", ", names) + "; say what has to be there");
        }
        for (int row = 0; row < 1 << names.size(); row++) {
            var held = new HashSet<String>();
            for (int i = 0; i < names.size(); i++) {
                if ((row >> i & 1) == 1) {
                    held.add(names.get(i));
                }
            }
            if (holds(condition, held, names)) {
                return;
            }
        }
        report.add(Check.W214, document, place, "no event can meet '" + condition.print() + "'");
    }

    static boolean holds(Condition condition, Set<String> held, List<String> names) {
        return switch (condition) {
            case Condition.Selection selection -> held.contains(selection.name());
            case Condition.Not not -> !holds(not.operand(), held, names);
            case Condition.And and -> and.operands().stream().allMatch(operand -> holds(operand, held, names));
            case Condition.Or or -> or.operands().stream().anyMatch(operand -> holds(operand, held, names));
            case Condition.Quantified quantified -> {
                var selected = names.stream().filter(quantified::selects).toList();
                yield quantified.quantifier() == Condition.Quantifier.ANY
                        ? selected.stream().anyMatch(held::contains)
                        : selected.stream().allMatch(held::contains);
            }
        };
    }
}
