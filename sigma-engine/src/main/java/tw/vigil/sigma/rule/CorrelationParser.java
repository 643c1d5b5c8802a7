package tw.vigil.sigma.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.correlate.CorrelationSpec;
import tw.vigil.sigma.correlate.CorrelationType;
import tw.vigil.sigma.correlate.Thresholds;
import tw.vigil.sigma.correlate.Thresholds.Operator;
import tw.vigil.sigma.correlate.Thresholds.Threshold;
import tw.vigil.sigma.match.Numbers;
import tw.vigil.sigma.rule.RuleDocument.CorrelationRule;
import tw.vigil.sigma.rule.RuleDocument.Reference;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// Reads a correlation document (Sigma 2.1, with the boolean conditions approved for 2.2).
final class CorrelationParser {

    private static final Set<String> KEYS =
            Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");
    private static final double MEDIAN = 50;

    private final Mapping document;
    private final Mapping body;
    private final Metadata metadata;
    private final Problems problems;
    private final Fields fields;

    CorrelationParser(Mapping document, Mapping body, Metadata metadata, Problems problems) {
        this.document = document;
        this.body = body;
        this.metadata = metadata;
        this.problems = problems;
        this.fields = new Fields(body, problems);
    }

    @Nullable
    CorrelationRule parse() {
        int before = problems.count();
        for (var entry : body.entries()) {
            if (!KEYS.contains(entry.key().text())) {
                problems.add(
                        entry.key(),
                        "unknown key '" + entry.key().text() + "' in a correlation; accepted: "
                                + String.join(", ", KEYS.stream().sorted().toList()));
            }
        }
        var type = type();
        var rules = DocumentParser.references(fields.scalars("rules"));
        var timespan = timespan();
        var condition = body.get("condition");
        Condition expression = null;
        List<String> valueFields = List.of();
        double percentile = MEDIAN;
        var thresholds = Thresholds.atLeast(rules.size());
        switch (condition) {
            case null -> requireCondition(type);
            case Scalar text -> expression = expression(type, text);
            case Mapping map -> {
                thresholds = thresholds(map, type);
                valueFields = valueFields(map, type);
                percentile = percentile(map);
            }
            default -> problems.add(condition, "'condition' is a map of operators, or for temporal types a string");
        }
        if (expression != null) {
            rules = named(expression, rules);
        } else if (rules.isEmpty()) {
            problems.add(body, "a correlation needs rules: [id or name, …]");
        }
        boolean generateHere = fields.bool("generate");
        boolean generateAbove = new Fields(document, problems).bool("generate");
        var aliases = Aliases.read(fields, problems);
        var options =
                CorrelationOptions.read(document, CorrelationSpec.judgedAtClose(thresholds, expression), problems);
        return problems.count() > before || type == null
                ? null
                : new CorrelationRule(
                        metadata,
                        type,
                        rules,
                        fields.texts("group-by"),
                        timespan,
                        aliases,
                        valueFields,
                        percentile,
                        thresholds,
                        expression,
                        generateHere || generateAbove,
                        options);
    }

    private @Nullable CorrelationType type() {
        var text = fields.scalar("type");
        if (text == null) {
            problems.add(body, "a correlation needs a type; accepted: " + CorrelationType.accepted());
            return null;
        }
        var type = CorrelationType.of(text.text());
        if (type.isEmpty()) {
            problems.add(
                    text, "unknown correlation type '" + text.text() + "'; accepted: " + CorrelationType.accepted());
        }
        return type.orElse(null);
    }

    private Duration timespan() {
        var text = fields.scalar("timespan");
        if (text == null) {
            problems.add(body, "a correlation needs a timespan; write for example timespan: 5m");
            return Duration.ZERO;
        }
        return Timespans.read(text, "timespan", problems);
    }

    private void requireCondition(@Nullable CorrelationType type) {
        if (type != null && !type.isTemporal()) {
            problems.add(body, type.sigmaName() + " needs a condition; write for example condition: {gte: 5}");
        }
    }

    private @Nullable Condition expression(@Nullable CorrelationType type, Scalar text) {
        if (type != null && !type.isTemporal()) {
            problems.add(text, "only temporal types take a condition over rule names; write condition: {gte: 5}");
            return null;
        }
        var condition = new ConditionReader(problems).parse(text);
        if (condition != null && hasQuantifier(condition)) {
            problems.add(text, "a correlation condition names rules; '1 of' and 'all of' are not accepted");
            return null;
        }
        return condition;
    }

    private static boolean hasQuantifier(Condition condition) {
        return switch (condition) {
            case Condition.Selection _ -> false;
            case Condition.Quantified _ -> true;
            case Condition.Not(var operand) -> hasQuantifier(operand);
            case Condition.And(var operands) -> operands.stream().anyMatch(CorrelationParser::hasQuantifier);
            case Condition.Or(var operands) -> operands.stream().anyMatch(CorrelationParser::hasQuantifier);
        };
    }

    /// The rules list may be left out; when it is there it names the same rules as the condition.
    private List<Reference> named(Condition expression, List<Reference> listed) {
        List<String> names = new ArrayList<>();
        collect(expression, names);
        var listedNames = listed.stream().map(Reference::name).toList();
        if (!listed.isEmpty() && !Set.copyOf(listedNames).equals(Set.copyOf(names))) {
            problems.add(
                    body,
                    "'rules' and the condition name different rules; leave 'rules' out or list "
                            + String.join(", ", names));
        }
        return listed.isEmpty()
                ? names.stream().map(n -> new Reference(n, body.position())).toList()
                : listed;
    }

    private static void collect(Condition condition, List<String> names) {
        switch (condition) {
            case Condition.Selection(var name, var _) -> {
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
            case Condition.Not(var operand) -> collect(operand, names);
            case Condition.And(var operands) -> operands.forEach(o -> collect(o, names));
            case Condition.Or(var operands) -> operands.forEach(o -> collect(o, names));
            case Condition.Quantified _ -> {}
        }
    }

    private Thresholds thresholds(Mapping map, @Nullable CorrelationType type) {
        List<Threshold> found = new ArrayList<>();
        for (var entry : map.entries()) {
            var operator = Operator.of(entry.key().text());
            if (operator.isPresent()) {
                var number =
                        entry.value() instanceof Scalar s && s.kind() == Kind.NUMBER ? Numbers.parse(s.text()) : null;
                if (number == null) {
                    problems.add(entry.value(), "'" + entry.key().text() + "' takes a number");
                } else {
                    found.add(new Threshold(operator.get(), number.doubleValue()));
                }
            } else if (!Set.of("field", "percentile").contains(entry.key().text())) {
                problems.add(
                        entry.key(),
                        "unknown operator '" + entry.key().text()
                                + "'; accepted: gt, gte, lt, lte, eq, neq, field, percentile");
            }
        }
        if (found.isEmpty()) {
            problems.add(map, "the condition compares nothing; accepted: gt, gte, lt, lte, eq, neq");
        }
        boolean counts = type != null && !type.needsNumbers();
        if (counts && new Thresholds(found).onlyFromBelow() && new Thresholds(found).hold(0)) {
            problems.add(map, "the condition always holds; a count needs gte: 1 or more");
        }
        return new Thresholds(found);
    }

    private List<String> valueFields(Mapping map, @Nullable CorrelationType type) {
        var found = new Fields(map, problems).texts("field");
        if (type == null) {
            return found;
        }
        if (type.needsField() && found.isEmpty()) {
            problems.add(map, type.sigmaName() + " needs the field that it looks at; write field: userName");
        } else if (!type.needsField() && !found.isEmpty()) {
            problems.add(map, type.sigmaName() + " looks at no field; leave 'field' out, or use value_count");
        } else if (type.needsNumbers() && found.size() > 1) {
            problems.add(map, type.sigmaName() + " takes one field");
        }
        return found;
    }

    private double percentile(Mapping map) {
        var scalar = new Fields(map, problems).scalar("percentile");
        var number = scalar == null ? null : Numbers.parse(scalar.text());
        if (scalar != null && (number == null || number.doubleValue() < 0 || number.doubleValue() > 100)) {
            problems.add(scalar, "'percentile' takes a number from 0 to 100");
        }
        return number == null ? MEDIAN : number.doubleValue();
    }
}
