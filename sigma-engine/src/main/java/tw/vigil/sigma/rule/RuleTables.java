package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.FieldTable;

/// What the documents of one rule set share while they are read: watch-lists in, fields and regexes interned.
/// One thread.
///
/// @param registers rows that expectations hold for, by name
/// @param ocsfNames the OCSF names that some field mapping knows
public record RuleTables(
        Map<String, List<String>> watchLists,
        Map<String, Register> registers,
        Set<String> ocsfNames,
        FieldTable fields,
        Map<String, Pattern> regexes) {

    private static final int MAX_REGEX = 8_000;

    public RuleTables(Map<String, List<String>> watchLists, Map<String, Register> registers, Set<String> ocsfNames) {
        this(watchLists, registers, ocsfNames, new FieldTable(), new HashMap<>());
    }

    /// The same tables with fields of their own: what lies inside an element of an array.
    RuleTables inside() {
        return new RuleTables(watchLists, registers, ocsfNames, new FieldTable(), regexes);
    }

    /// A register, else the watch-list of that name.
    @Nullable
    Register register(String name) {
        var register = registers.get(name);
        var list = watchLists.get(name);
        return register != null || list == null ? register : Register.of(name, list);
    }

    String registerNames() {
        var names = new TreeSet<>(registers.keySet());
        names.addAll(watchLists.keySet());
        return names.isEmpty() ? "there is none" : String.join(", ", names);
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
