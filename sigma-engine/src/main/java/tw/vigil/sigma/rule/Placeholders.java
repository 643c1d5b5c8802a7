package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// `%name%` under `expand`: every value of the watch-list takes its place; several placeholders multiply.
/// `\%` is a plain percent sign.
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\\\%|%([A-Za-z0-9_.-]+)%");
    private static final int MAX_EXPANSION = 100_000;

    private Placeholders() {}

    /// @param spelled how a value of a watch-list enters the text
    /// @throws IllegalArgumentException when a placeholder has no watch-list, or too many values come of it
    static List<String> expand(String text, Map<String, List<String>> watchLists, UnaryOperator<String> spelled) {
        List<String> expanded = new ArrayList<>(List.of(""));
        var matcher = PLACEHOLDER.matcher(text);
        int at = 0;
        while (matcher.find()) {
            var literal = text.substring(at, matcher.start());
            var name = matcher.group(1);
            List<String> replacements = name == null ? List.of("%") : values(name, watchLists, spelled);
            expanded = product(expanded, literal, replacements);
            at = matcher.end();
        }
        return product(expanded, text.substring(at), List.of(""));
    }

    private static List<String> values(
            String name, Map<String, List<String>> watchLists, UnaryOperator<String> spelled) {
        var values = watchLists.get(name);
        if (values == null) {
            var known = watchLists.isEmpty()
                    ? "there is none"
                    : String.join(", ", watchLists.keySet().stream().sorted().toList());
            throw new IllegalArgumentException("placeholder %" + name + "% has no watch-list; known: " + known);
        }
        return values.stream().map(spelled).toList();
    }

    private static List<String> product(List<String> heads, String literal, List<String> tails) {
        if ((long) heads.size() * tails.size() > MAX_EXPANSION) {
            throw new IllegalArgumentException("the placeholders expand to more than " + MAX_EXPANSION + " values");
        }
        List<String> all = new ArrayList<>(heads.size() * tails.size());
        for (var head : heads) {
            for (var tail : tails) {
                all.add(head + literal + tail);
            }
        }
        return all;
    }
}
