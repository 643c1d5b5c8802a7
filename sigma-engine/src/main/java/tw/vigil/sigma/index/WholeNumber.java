package tw.vigil.sigma.index;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Numbers;

/// Numbers without fraction, of at most 18 digits, read from texts without making objects where possible.
final class WholeNumber {

    /// The text is no such number.
    static final long NONE = Long.MIN_VALUE;

    private static final int MAX_DIGITS = 18;

    private WholeNumber() {}

    static long of(@Nullable BigDecimal number) {
        if (number == null) {
            return NONE;
        }
        var bare = number.stripTrailingZeros();
        boolean small = bare.scale() <= 0 && (long) bare.precision() - bare.scale() <= MAX_DIGITS;
        return small ? bare.longValueExact() : NONE;
    }

    /// As [Numbers#parse] reads the text.
    static long of(byte[] text, int start, int end) {
        int at = start;
        boolean negative = at < end && text[at] == '-';
        if (at < end && (negative || text[at] == '+')) {
            at++;
        }
        int digitsFrom = at;
        long value = 0;
        while (at < end && isDigit(text[at])) {
            value = value * 10 + (text[at] - '0');
            at++;
        }
        int digits = at - digitsFrom;
        if (at == end && digits > 0 && digits <= MAX_DIGITS) {
            return negative ? -value : value;
        }
        if (at < end && text[at] == '.') {
            at++;
            while (at < end && isDigit(text[at])) {
                at++;
            }
        }
        boolean exponent = at < end && (text[at] == 'e' || text[at] == 'E');
        if (at < end && !exponent) {
            return NONE;
        }
        return of(Numbers.parse(new String(text, start, end - start, StandardCharsets.ISO_8859_1)));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
