package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tw.vigil.sigma.match.FieldTable;

/// What the documents of one rule set share while they are read: watch-lists in, fields and regexes interned.
/// One thread.
///
/// @param ocsfNames the OCSF names that some field mapping knows
public record RuleTables(
        Map<String, List<String>> watchLists, Set<String> ocsfNames, FieldTable fields, Map<String, Pattern> regexes) {

    private static final int MAX_REGEX = 8_000;

    public RuleTables(Map<String, List<String>> watchLists, Set<String> ocsfNames) {
        this(watchLists, ocsfNames, new FieldTable(), new HashMap<>());
    }

    /// @throws IllegalArgumentException when it is no RE2 expression; the message says what would be accepted
    Pattern regex(String expression, int flags) {
        if (expression.length() > MAX_REGEX) {
            throw new IllegalArgumentException("the regex is longer than " + MAX_REGEX + " characters");
        }
        return regexes.computeIfAbsent(flags + ":" + expression, _ -> {
            try {
                return Pattern.compile(expression, flags);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "not a regex of RE2 syntax: " + e.getDescription() + " near '" + e.getPattern()
                                + "'; look-around, back-references and possessive quantifiers are not accepted",
                        e);
            }
        });
    }
}
