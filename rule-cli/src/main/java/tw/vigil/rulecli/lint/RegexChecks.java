package tw.vigil.rulecli.lint;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Regular expressions that say something simpler, or nothing. Sigma searches them; `^` and `$` anchor.
final class RegexChecks implements Family {
    private static final Pattern PLAIN =
            Pattern.compile("(?:\\\\[./\\-:@_\\[\\](){}+*?^$|\\\\]|[^\\\\.\\[\\](){}+*?^$|])+");
    private static final Pattern ANYTHING = Pattern.compile("\\^?(?:\\(?\\.[*+]?\\??\\)?)*\\$?");

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        for (DetectionItem item : document.items()) {
            if (item.has("re")) {
                item.values().forEach(value -> check(document, item, value, report));
            }
        }
    }

    private static void check(RuleDocument document, DetectionItem item, ScalarNode value, Report report) {
        String text = value.getValue();
        if (ANYTHING.matcher(text).matches()) {
            report.add(Check.W223, document, value, "any text meets '" + text + "'; write a literal, or |exists: true");
            return;
        }
        if (PLAIN.matcher(text).matches() && !item.has("expand")) {
            report.add(
                    Check.I201,
                    document,
                    value,
                    "no operator in it; write |contains, or |cased|contains for exact case");
        }
        String shorter = trimmed(text);
        if (!shorter.equals(text)) {
            report.add(
                    Check.W211,
                    document,
                    value,
                    "found anywhere in the text without it; write " + shorter,
                    document.replace(value, shorter));
        }
    }

    /// Without `.*` at its ends; unchanged where an alternation could make it part of one branch only.
    static String trimmed(String regex) {
        if (regex.indexOf('|') >= 0) {
            return regex;
        }
        String text = regex;
        if (text.startsWith(".*") && text.length() > 2 && "?*+{".indexOf(text.charAt(2)) < 0) {
            text = text.substring(2);
        }
        if (text.endsWith(".*") && text.length() > 2 && !escaped(text, text.length() - 2)) {
            text = text.substring(0, text.length() - 2);
        }
        return text;
    }

    private static boolean escaped(String text, int index) {
        int backslashes = 0;
        while (backslashes < index && text.charAt(index - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
