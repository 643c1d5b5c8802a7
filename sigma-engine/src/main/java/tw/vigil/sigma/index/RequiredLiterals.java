package tw.vigil.sigma.index;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import tw.vigil.sigma.match.CaseFolding;
import tw.vigil.sigma.match.ValueTest;

/// Texts that a value must contain, case-folded, for a pattern to match it: all that are easy to see.
final class RequiredLiterals {

    private final String pattern;
    private final StringBuilder run = new StringBuilder();
    private final List<String> found = new ArrayList<>();
    private int at;

    private RequiredLiterals(String pattern) {
        this.pattern = pattern;
    }

    static List<String> of(ValueTest.Glob glob) {
        var runs = new RequiredLiterals("");
        for (int token : glob.tokens()) {
            if (token < 0) {
                runs.endRun();
            } else {
                runs.run.appendCodePoint(token);
            }
        }
        runs.endRun();
        return runs.found;
    }

    /// Only what stands at the top level of a regex counts: groups and classes are stepped over, and an
    /// alternative at the top level, a quotation or a flag in the middle gives up.
    static List<String> of(Pattern regex) {
        var reader = new RequiredLiterals(regex.pattern());
        return reader.read() ? reader.found : List.of();
    }

    private boolean read() {
        if (pattern.startsWith("(?i)")) {
            at = 4;
        }
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean understood = switch (c) {
                case '|', ')' -> false;
                case '(' -> group();
                case '[' -> characterClass();
                case '\\' -> escape();
                case '*', '?', '{' -> repeated(true);
                case '+' -> repeated(false);
                case '.', '^', '$' -> broken();
                default -> literal(c);
            };
            if (!understood) {
                return false;
            }
        }
        endRun();
        return true;
    }

    /// Letters beyond ASCII have foldings that differ between libraries.
    private boolean literal(char c) {
        if (c < 0x80) {
            run.append(c);
            at++;
            return true;
        }
        return broken();
    }

    private boolean broken() {
        endRun();
        at++;
        return true;
    }

    /// @param perhapsNone the character before may be missing
    private boolean repeated(boolean perhapsNone) {
        if (perhapsNone && !run.isEmpty()) {
            run.setLength(run.length() - 1);
        }
        endRun();
        if (pattern.charAt(at) == '{') {
            int close = pattern.indexOf('}', at);
            if (close < 0 || !pattern.substring(at + 1, close).matches("[0-9]+(,[0-9]*)?")) {
                return false;
            }
            at = close;
        }
        at++;
        if (at < pattern.length() && pattern.charAt(at) == '?') {
            at++;
        }
        return true;
    }

    private boolean escape() {
        if (at + 1 >= pattern.length()) {
            return false;
        }
        char c = pattern.charAt(at + 1);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c < 0x80) {
            run.append(c);
        } else if ("dDsSwWbBAz".indexOf(c) >= 0) {
            endRun();
        } else {
            return false;
        }
        at += 2;
        return true;
    }

    private boolean characterClass() {
        endRun();
        int i = at + 1;
        i += i < pattern.length() && pattern.charAt(i) == '^' ? 1 : 0;
        i += i < pattern.length() && pattern.charAt(i) == ']' ? 1 : 0;
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            if (pattern.charAt(i) == '[') {
                return false;
            }
            i += pattern.charAt(i) == '\\' ? 2 : 1;
        }
        at = i + 1;
        return at <= pattern.length();
    }

    private boolean group() {
        endRun();
        boolean plain = !pattern.startsWith("(?", at) || pattern.startsWith("(?:", at);
        int depth = 0;
        int i = at;
        while (plain && i < pattern.length()) {
            switch (pattern.charAt(i)) {
                case '(' -> {
                    depth++;
                    plain = !pattern.startsWith("(?", i) || pattern.startsWith("(?:", i);
                }
                case ')' -> depth--;
                case '\\' -> {
                    i++;
                    plain = i < pattern.length() && pattern.charAt(i) != 'Q';
                }
                case '[' -> {
                    at = i;
                    plain = characterClass();
                    i = at - 1;
                }
                default -> {
                    // inside of the group
                }
            }
            i++;
            if (depth == 0) {
                at = i;
                return plain;
            }
        }
        return false;
    }

    private void endRun() {
        if (!run.isEmpty()) {
            found.add(CaseFolding.fold(run.toString()));
        }
        run.setLength(0);
    }
}
