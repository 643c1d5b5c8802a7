package tw.vigil.ingest.protect;

import org.jspecify.annotations.Nullable;

/// The identity numbers of persons in Taiwan: ten characters, the last of them a check digit.
final class IdentityNumber {
    static final int LENGTH = 10;

    /// Number of each letter A–Z.
    private static final int[] LETTERS = {
        10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33
    };

    private IdentityNumber() {}

    /// The kind of a valid number, or null.
    ///
    /// @param text upper-case
    static @Nullable Kind kind(CharSequence text) {
        if (text.length() != LENGTH || !isUpper(text.charAt(0)) || !Digits.allDigits(text, 2, LENGTH)) {
            return null;
        }
        char second = text.charAt(1);
        return switch (second) {
            case '1', '2' -> checks(text, Digits.value(second)) ? Kind.NATIONAL_ID : null;
            case '8', '9' -> checks(text, Digits.value(second)) ? Kind.RESIDENT_ID : null;
            case 'A', 'B', 'C', 'D' -> checks(text, LETTERS[second - 'A'] % 10) ? Kind.RESIDENT_PERMIT : null;
            default -> null;
        };
    }

    private static boolean checks(CharSequence text, int second) {
        int first = LETTERS[text.charAt(0) - 'A'];
        int sum = first / 10 + 9 * (first % 10) + 8 * second;
        for (int i = 2; i < LENGTH - 1; i++) {
            sum += Digits.value(text.charAt(i)) * (LENGTH - 1 - i);
        }
        return (sum + Digits.value(text.charAt(LENGTH - 1))) % 10 == 0;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
