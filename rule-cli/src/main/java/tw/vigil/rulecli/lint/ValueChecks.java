package tw.vigil.rulecli.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Values under their modifiers.
final class ValueChecks implements Family {
    private static final Pattern PLACEHOLDER = Pattern.compile("%[A-Za-z0-9_.-]+%");
    private static final Pattern ADDRESS = Pattern.compile("(?:\\d{1,3}\\.){1,3}\\*?");
    private static final int MANY = 50;

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        var items = document.items();
        for (DetectionItem item : items) {
            modifiers(document, item, report);
            list(document, item, report);
            item.values().forEach(value -> value(document, item, value, report));
        }
        twice(document, report);
        items.stream()
                .filter(DetectionItem::isKeyword)
                .findFirst()
                .ifPresent(item -> report.add(
                        Check.I211,
                        document,
                        item.key() == null ? item.values().getFirst() : item.key(),
                        "keywords search every value of every event; name a field where the source has one"));
    }

    private static void modifiers(RuleDocument document, DetectionItem item, Report report) {
        ScalarNode key = item.key();
        if (key == null) {
            return;
        }
        if (item.has("all") && item.values().size() == 1) {
            report.add(
                    Check.W201,
                    document,
                    key,
                    "'all' joins several values, here is one; leave it out",
                    document.replace(key, key.getValue().replaceFirst("\\|all(?=\\||$)", "")));
        }
        if (item.has("base64offset") && !item.has("contains")) {
            report.add(
                    Check.W204,
                    document,
                    key,
                    "the encoded text lies within a longer one; write base64offset|contains");
        }
        if (item.values().size() > 2
                && item.modifiers().size() == 1
                && item.hasAny("minute", "hour", "day", "week", "month", "year")
                && item.values().stream().allMatch(DetectionItem::isNumber)) {
            report.add(Check.W222, document, key, "write the range as two lines: " + key.getValue() + "|gte and |lte");
        }
    }

    private static void list(RuleDocument document, DetectionItem item, Report report) {
        if (item.values().size() > MANY) {
            report.add(
                    Check.I210,
                    document,
                    item.key() == null ? item.values().getFirst() : item.key(),
                    item.values().size() + " values; a watch-list with |expand is easier to keep");
        }
        var exact = new HashSet<String>();
        var folded = new HashMap<String, String>();
        for (ScalarNode value : item.values()) {
            String text = value.getValue();
            if (!exact.add(value.getTag().getValue() + text)) {
                report.add(
                        Check.W212,
                        document,
                        value,
                        "'" + text + "' is in the list already",
                        removal(document, item, value));
            } else if (!item.hasAny("re", "cased", "fieldref", "base64", "base64offset")) {
                String other = folded.putIfAbsent(text.toLowerCase(Locale.ROOT), text);
                if (other != null && !other.equals(text)) {
                    report.add(
                            Check.W213,
                            document,
                            value,
                            "'" + text + "' is '" + other + "' to Sigma; add |cased or drop it");
                }
            }
        }
    }

    /// Of a value on a line of its own.
    private static @Nullable Edit removal(RuleDocument document, DetectionItem item, ScalarNode value) {
        if (item.list() == null || item.list().getFlowStyle() != FlowStyle.BLOCK) {
            return null;
        }
        String text = document.source().text();
        int start = text.lastIndexOf('\n', document.start(value)) + 1;
        int end = text.indexOf('\n', document.end(value));
        boolean ownLine = text.substring(start, document.start(value)).strip().equals("-")
                && end >= 0
                && text.substring(document.end(value), end).isBlank();
        return ownLine ? new Edit(start, end + 1, "") : null;
    }

    private static void value(RuleDocument document, DetectionItem item, ScalarNode value, Report report) {
        String text = value.getValue();
        if (DetectionItem.isNumber(value)
                && item.hasAny("contains", "startswith", "endswith")
                && value.getScalarStyle() == ScalarStyle.PLAIN) {
            report.add(
                    Check.W202,
                    document,
                    value,
                    "a number has no parts; quote it to compare its text: '" + text + "'",
                    new Edit(document.start(value), document.end(value), "'" + text + "'"));
        }
        if (!DetectionItem.isText(value)) {
            return;
        }
        if (!item.has("expand") && PLACEHOLDER.matcher(text).matches()) {
            report.add(
                    Check.W209,
                    document,
                    value,
                    text + " is compared as it stands; to mean the watch-list add |expand");
        }
        if (text.isEmpty() && item.hasAny("contains", "startswith", "endswith")) {
            report.add(Check.W210, document, value, "holds for any value; write a text, or field|exists: true");
        }
        blanks(document, item, value, report);
        if (item.takesWildcards()) {
            wildcards(document, item, value, report);
        }
        if ((item.has("startswith") || (item.modifiers().isEmpty() && text.endsWith(".*")))
                && ADDRESS.matcher(text).matches()) {
            report.add(Check.I209, document, value, "'" + text + "' looks like a network; write it under |cidr");
        }
    }

    private static void blanks(RuleDocument document, DetectionItem item, ScalarNode value, Report report) {
        String text = value.getValue();
        if (text.isBlank() || item.hasAny("re", "base64", "base64offset")) {
            return;
        }
        boolean atStart = !item.openAtStart() && Character.isWhitespace(text.charAt(0));
        boolean atEnd = !item.openAtEnd() && Character.isWhitespace(text.charAt(text.length() - 1));
        boolean block = value.getScalarStyle() == ScalarStyle.LITERAL || value.getScalarStyle() == ScalarStyle.FOLDED;
        if (atStart || (atEnd && !block)) {
            report.add(
                    Check.W208, document, value, "'" + text + "' has a blank where the field's value begins or ends");
        }
    }

    private static void wildcards(RuleDocument document, DetectionItem item, ScalarNode value, Report report) {
        String text = value.getValue();
        if (text.matches("\\*+")) {
            if (!item.isKeyword()) {
                report.add(
                        Check.I202,
                        document,
                        value,
                        "anything that is there and not null; write |exists: true if null counts");
            }
            return;
        }
        if (text.contains("**") && !text.contains("\\*")) {
            report.add(
                    Check.W216,
                    document,
                    value,
                    "'**' is one wildcard",
                    document.replace(value, text.replaceAll("\\*{2,}", "*")));
            return;
        }
        boolean start = text.startsWith("*");
        boolean end = text.endsWith("*") && !text.endsWith("\\*");
        boolean openStart = start && item.hasAny("contains", "endswith");
        boolean openEnd = end && item.hasAny("contains", "startswith");
        if (openStart || openEnd) {
            String better = text.substring(openStart ? 1 : 0, text.length() - (openEnd ? 1 : 0));
            report.add(
                    Check.W217,
                    document,
                    value,
                    "the modifier leaves that end open already; write '" + better + "'",
                    document.replace(value, better));
        } else if ((start || end) && item.modifiers().isEmpty() && !item.isKeyword()) {
            String inner = text.substring(start ? 1 : 0, text.length() - (end ? 1 : 0));
            if (inner.indexOf('*') < 0 && inner.indexOf('?') < 0) {
                String modifier = start && end ? "contains" : start ? "endswith" : "startswith";
                report.add(Check.I203, document, value, "write " + item.field() + "|" + modifier + ": '" + inner + "'");
            }
        }
    }

    /// One field under the same modifiers in two spellings (the order of modifiers), in one map.
    private static void twice(RuleDocument document, Report report) {
        var seen = new HashMap<String, String>();
        for (DetectionItem item : document.items()) {
            ScalarNode key = item.key();
            if (key == null || item.isKeyword() || item.modifiers().isEmpty()) {
                continue;
            }
            String meaning = item.selection() + " " + item.field() + " " + new TreeSet<>(item.modifiers());
            String other = seen.putIfAbsent(meaning, key.getValue());
            if (other != null && !other.equals(key.getValue())) {
                report.add(Check.W224, document, key, "'" + key.getValue() + "' asks what '" + other + "' asks");
            }
        }
    }
}
