package tw.vigil.ingest.protect;

/// The second line of a passport's machine-readable zone (ICAO Doc 9303, TD3) with its five check digits.
final class MachineReadableZone {
    static final int LENGTH = 44;

    private static final int[] WEIGHTS = {7, 3, 1};

    private MachineReadableZone() {}

    /// @param line upper-case
    static boolean isValid(CharSequence line) {
        if (line.length() != LENGTH || !hasForm(line)) {
            return false;
        }
        String all = line.toString();
        return digit(all.charAt(9)) == check(all.substring(0, 9))
                && digit(all.charAt(19)) == check(all.substring(13, 19))
                && digit(all.charAt(27)) == check(all.substring(21, 27))
                && digit(all.charAt(42)) == check(all.substring(28, 42))
                && digit(all.charAt(43)) == check(all.substring(0, 10) + all.substring(13, 20) + all.substring(21, 43));
    }

    private static boolean hasForm(CharSequence line) {
        for (int i = 0; i < LENGTH; i++) {
            if (!Digits.isAlphanumeric(line.charAt(i)) && line.charAt(i) != '<') {
                return false;
            }
        }
        return Digits.allDigits(line, 13, 20) && Digits.allDigits(line, 21, 28) && Digits.allDigits(line, 43, LENGTH);
    }

    /// Remainder of ten of the weighted sum: A is 10, Z is 35, the filler is nothing.
    private static int check(String field) {
        int sum = 0;
        for (int i = 0; i < field.length(); i++) {
            sum += digit(field.charAt(i)) * WEIGHTS[i % WEIGHTS.length];
        }
        return sum % 10;
    }

    private static int digit(char c) {
        return c == '<' ? 0 : Character.digit(c, Character.MAX_RADIX);
    }
}
