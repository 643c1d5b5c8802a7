package tw.vigil.sigma.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Comparison;
import tw.vigil.sigma.match.TimePart;

/// The modifiers of Sigma 2.1.
enum Modifier {
    CONTAINS,
    STARTSWITH,
    ENDSWITH,
    ALL,
    NEQ,
    CASED,
    EXISTS,
    RE,
    IGNORECASE,
    MULTILINE,
    DOTALL,
    CIDR,
    BASE64,
    BASE64OFFSET,
    UTF16LE,
    UTF16BE,
    UTF16,
    WINDASH,
    LT,
    LTE,
    GT,
    GTE,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR,
    EXPAND,
    FIELDREF;

    static Optional<Modifier> of(String text) {
        return switch (text) {
            case "i" -> Optional.of(IGNORECASE);
            case "m" -> Optional.of(MULTILINE);
            case "s" -> Optional.of(DOTALL);
            case "wide" -> Optional.of(UTF16LE);
            default ->
                Arrays.stream(values()).filter(m -> m.sigmaName().equals(text)).findFirst();
        };
    }

    String sigmaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String accepted() {
        return Arrays.stream(values()).map(Modifier::sigmaName).collect(Collectors.joining(", "));
    }

    boolean isRegexFlag() {
        return this == IGNORECASE || this == MULTILINE || this == DOTALL;
    }

    boolean isUtf16() {
        return this == UTF16LE || this == UTF16BE || this == UTF16;
    }

    boolean isBase64() {
        return this == BASE64 || this == BASE64OFFSET;
    }

    boolean isTextPlace() {
        return this == CONTAINS || this == STARTSWITH || this == ENDSWITH;
    }

    /// ALL and NEQ say how alternatives combine and fit everywhere.
    boolean combines() {
        return this == ALL || this == NEQ;
    }

    @Nullable
    Comparison comparison() {
        return switch (this) {
            case LT -> Comparison.LESS;
            case LTE -> Comparison.LESS_OR_EQUAL;
            case GT -> Comparison.GREATER;
            case GTE -> Comparison.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    @Nullable
    TimePart timePart() {
        return switch (this) {
            case MINUTE -> TimePart.MINUTE;
            case HOUR -> TimePart.HOUR;
            case DAY -> TimePart.DAY;
            case WEEK -> TimePart.WEEK;
            case MONTH -> TimePart.MONTH;
            case YEAR -> TimePart.YEAR;
            default -> null;
        };
    }
}
