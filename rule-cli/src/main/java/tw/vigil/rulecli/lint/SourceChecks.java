package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tw.vigil.rulecli.fields.Spelling;
import tw.vigil.sigma.LogSource;

/// The log source, and the fields, against what known events show.
final class SourceChecks implements Family {
    /// Array scopes of sigma-version 3 say how a list is searched, not where it lies.
    private static final Pattern SCOPE = Pattern.compile("\\[(?:any|all|none|all_or_empty)\\]");

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        if (!document.isDetection() && !document.isFilter()) {
            return;
        }
        for (String key : new String[] {"category", "product", "service"}) {
            if (document.below("logsource", key) instanceof ScalarNode value) {
                String lower = value.getValue().toLowerCase(Locale.ROOT);
                if (!lower.equals(value.getValue())) {
                    report.add(Check.W221, document, value, "write " + lower, document.replace(value, lower));
                }
            }
        }
        LogSource asked = document.logSource();
        String source = input.seen().source(asked);
        if (document.isDetection()) {
            logSource(document, asked, source, input, report);
        }
        String taxonomy = RuleDocument.text(document.key("taxonomy"));
        boolean own = taxonomy == null || taxonomy.equals("sigma");
        if (source != null && own && input.seen().hasEvents(source)) {
            fields(document, source, input, report);
        }
    }

    private static void logSource(
            RuleDocument document, LogSource asked, @Nullable String source, LintInput input, Report report) {
        var place = document.key("logsource");
        if (asked.product() == null) {
            report.add(
                    Check.I208, document, place, "no product; name product and service unless every product is meant");
            return;
        }
        if (source != null) {
            return;
        }
        String name = asked.product() + "." + (asked.service() == null ? "" : asked.service());
        var known = new TreeSet<>(input.seen().sources());
        String nearest = Spelling.nearest(name, known);
        if (nearest != null) {
            report.add(Check.W220, document, place, "nothing sends " + name + "; did you mean '" + nearest + "'?");
        } else {
            report.add(
                    Check.I207,
                    document,
                    place,
                    "no known event comes from " + name + "; known sources: " + String.join(", ", known));
        }
    }

    private static void fields(RuleDocument document, String source, LintInput input, Report report) {
        var unseen = new LinkedHashMap<String, ScalarNode>();
        for (DetectionItem item : document.items()) {
            ScalarNode key = item.key();
            if (key != null && !item.isKeyword()) {
                unseen.putIfAbsent(SCOPE.matcher(item.field()).replaceAll(""), key);
            }
            if (item.has("fieldref")) {
                item.values().forEach(value -> unseen.putIfAbsent(value.getValue(), value));
            }
        }
        unseen.keySet().removeIf(field -> input.seen().shows(source, field));
        unseen(document, unseen, source, Check.W219, input, report);
    }

    /// Those that look misspelt one by one, the others in one sentence.
    ///
    /// @param near the check for a field that looks misspelt
    static void unseen(
            RuleDocument document,
            Map<String, ScalarNode> fields,
            String source,
            Check near,
            LintInput input,
            Report report) {
        var others = new ArrayList<String>();
        fields.forEach((field, place) -> {
            String nearest = input.seen().nearest(source, field);
            if (nearest == null) {
                others.add(field);
            } else {
                report.add(
                        near,
                        document,
                        place,
                        "field '" + field + "' is in no known event of " + source + "; did you mean '" + nearest
                                + "'?");
            }
        });
        if (!others.isEmpty()) {
            report.add(
                    Check.I206,
                    document,
                    fields.get(others.getFirst()),
                    "in no known event of " + source + ": " + String.join(", ", others));
        }
    }
}
