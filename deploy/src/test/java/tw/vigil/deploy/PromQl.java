package tw.vigil.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that a PromQL expression uses. Reads tokens only: Prometheus itself judges the grammar in [PrometheusIT].
///
/// @param metrics names of series
/// @param labels names in matchers and in by, without, on, ignoring and group lists
record PromQl(Set<String> metrics, Set<String> labels) {
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z]*|\\S");
    private static final Set<String> LABEL_LISTS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool", "inf", "nan");

    static PromQl of(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        PromQl names = new PromQl(new TreeSet<>(), new TreeSet<>());
        String list = "";
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (!list.isEmpty()) {
                if (token.equals(list)) {
                    list = "";
                } else if (isName(token)) {
                    names.labels.add(token);
                }
            } else if (token.equals("{")) {
                list = "}";
            } else if (LABEL_LISTS.contains(token) && next.equals("(")) {
                list = ")";
            } else if (isName(token) && !next.equals("(") && !OPERATORS.contains(token) && !aggregatesBy(token, next)) {
                names.metrics.add(token);
            }
        }
        return names;
    }

    private static boolean aggregatesBy(String token, String next) {
        return Set.of("sum", "max", "min", "count", "avg").contains(token) && LABEL_LISTS.contains(next);
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_' || token.charAt(0) == ':';
    }
}
