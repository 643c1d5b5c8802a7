package tw.vigil.sigma.rule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// A field name with its modifiers, in a legal order.
///
/// @param field null = bound to no field: keywords
record ModifierChain(@Nullable String field, List<Modifier> modifiers, String label) {

    /// What one modifier may stand with, beside `all` and `neq`.
    private record Company(Modifier modifier, Set<Modifier> before, Set<Modifier> after) {}

    private static final EnumSet<Modifier> PLACES =
            EnumSet.of(Modifier.CONTAINS, Modifier.STARTSWITH, Modifier.ENDSWITH);
    private static final EnumSet<Modifier> REGEX_COMPANY = EnumSet.of(
            Modifier.IGNORECASE,
            Modifier.MULTILINE,
            Modifier.DOTALL,
            Modifier.EXPAND,
            Modifier.CONTAINS,
            Modifier.STARTSWITH,
            Modifier.ENDSWITH);
    private static final EnumSet<Modifier> NONE = EnumSet.noneOf(Modifier.class);
    private static final List<Company> STRICT = List.of(
            new Company(Modifier.RE, NONE, REGEX_COMPANY),
            new Company(Modifier.CIDR, NONE, EnumSet.of(Modifier.EXPAND)),
            new Company(Modifier.EXISTS, NONE, NONE),
            new Company(Modifier.FIELDREF, EnumSet.of(Modifier.CASED), PLACES));

    static @Nullable ModifierChain parse(Scalar key, Problems problems) {
        var parts = key.text().split("\\|", -1);
        List<Modifier> modifiers = new ArrayList<>();
        int column = parts[0].length() + 1;
        int before = problems.count();
        for (int i = 1; i < parts.length; i++) {
            var position = key.contentStart().plusColumns(column);
            var found = Modifier.of(parts[i]);
            if (found.isEmpty()) {
                problems.add(position, "unknown modifier '" + parts[i] + "'; accepted: " + Modifier.accepted());
            } else if (modifiers.contains(found.get())) {
                problems.add(position, "modifier '" + parts[i] + "' occurs twice");
            } else {
                modifiers.add(found.get());
            }
            column += parts[i].length() + 1;
        }
        if (problems.count() > before) {
            return null;
        }
        var field = parts[0].isEmpty() ? null : parts[0];
        var illegal = illegality(field, modifiers);
        if (illegal != null) {
            problems.add(key, illegal);
            return null;
        }
        return new ModifierChain(
                field, List.copyOf(modifiers), field == null ? keywordLabel(key.text()) : label(key.text()));
    }

    private static String keywordLabel(String text) {
        return text.isEmpty() ? "keyword" : "keyword" + text;
    }

    private static String label(String text) {
        return text.replace(FieldPath.SELF, "element");
    }

    boolean has(Modifier modifier) {
        return modifiers.contains(modifier);
    }

    boolean hasAny(Predicate<Modifier> kind) {
        return modifiers.stream().anyMatch(kind);
    }

    private static @Nullable String illegality(@Nullable String field, List<Modifier> modifiers) {
        for (var strict : STRICT) {
            int at = modifiers.indexOf(strict.modifier());
            if (at >= 0) {
                return illegalCompany(strict, at, field, modifiers);
            }
        }
        if (modifiers.stream().anyMatch(Modifier::isRegexFlag)) {
            return "the flags i, m and s belong to re and follow it: field|re|i";
        }
        if (modifiers.stream().anyMatch(m -> m.comparison() != null || m.timePart() != null)) {
            return illegalNumeric(field, modifiers);
        }
        return illegalEncoding(modifiers);
    }

    private static @Nullable String illegalCompany(
            Company strict, int at, @Nullable String field, List<Modifier> modifiers) {
        var name = strict.modifier().sigmaName();
        boolean alone = strict.modifier() == Modifier.EXISTS;
        if (strict.modifier() != Modifier.RE && field == null) {
            return "'" + name + "' needs a field before it: field|" + name;
        }
        for (int i = 0; i < modifiers.size(); i++) {
            var other = modifiers.get(i);
            boolean allBeforeFirst = i < at && other == Modifier.ALL && strict.modifier() != Modifier.FIELDREF;
            boolean fits = i == at
                    || (other.combines() && !alone && !allBeforeFirst)
                    || (i < at ? strict.before() : strict.after()).contains(other);
            if (!fits && i < at) {
                return "'" + name + "' must come first, before '" + other.sigmaName() + "'";
            }
            if (!fits) {
                return "'" + other.sigmaName() + "' cannot follow '" + name + "'; accepted after it: "
                        + (alone ? "nothing" : names(strict.after()) + "all, neq");
            }
        }
        return null;
    }

    private static String names(Set<Modifier> modifiers) {
        var names = new StringBuilder();
        modifiers.forEach(m -> names.append(m.sigmaName()).append(", "));
        return names.toString();
    }

    private static @Nullable String illegalNumeric(@Nullable String field, List<Modifier> modifiers) {
        if (field == null) {
            return "comparisons and parts of dates need a field before them: field|gte";
        }
        int part = -1;
        int comparison = -1;
        for (int i = 0; i < modifiers.size(); i++) {
            var modifier = modifiers.get(i);
            if (modifier.timePart() != null) {
                if (part >= 0 || comparison >= 0) {
                    return "one part of a date, before the comparison: field|hour|gte";
                }
                part = i;
            } else if (modifier.comparison() != null) {
                if (comparison >= 0) {
                    return "one comparison per line; write a range as two lines: field|gte and field|lt";
                }
                comparison = i;
            } else if (!modifier.combines()) {
                return "'" + modifier.sigmaName() + "' does not go with numbers; accepted with them: all, neq";
            }
        }
        return null;
    }

    private static @Nullable String illegalEncoding(List<Modifier> modifiers) {
        int encoding = -1;
        int utf16 = -1;
        for (int i = 0; i < modifiers.size(); i++) {
            var modifier = modifiers.get(i);
            if (modifier.isUtf16()) {
                if (utf16 >= 0 || encoding >= 0) {
                    return "one utf16 form, before base64 or base64offset: field|utf16le|base64offset|contains";
                }
                utf16 = i;
            } else if (modifier.isBase64()) {
                if (encoding >= 0) {
                    return "a value is encoded once: base64 or base64offset";
                }
                encoding = i;
            } else if (modifier.isTextPlace()
                    && encoding < 0
                    && modifiers.stream().anyMatch(Modifier::isBase64)) {
                return "'" + modifier.sigmaName()
                        + "' before base64 would encode a wildcard; write base64offset|contains";
            }
        }
        if (utf16 >= 0 && encoding < 0) {
            return "'" + modifiers.get(utf16).sigmaName() + "' must be followed by base64 or base64offset";
        }
        if (encoding >= 0 && modifiers.contains(Modifier.WINDASH)) {
            return "windash cannot be encoded; write the variants as a list";
        }
        return null;
    }
}
