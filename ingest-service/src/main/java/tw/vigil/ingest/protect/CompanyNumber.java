package tw.vigil.ingest.protect;

import java.time.DateTimeException;
import java.time.LocalDate;

/// The unified business number of a company in Taiwan. One eight-digit number in five passes its check.
final class CompanyNumber {
    static final int LENGTH = 8;

    private static final int[] WEIGHTS = {1, 2, 1, 2, 1, 2, 4, 1};
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;

    private CompanyNumber() {}

    /// Whether eight digits pass the check, which takes a sum that is a multiple of five since April 2023.
    static boolean isValid(CharSequence digits) {
        if (digits.length() != LENGTH || !Digits.allDigits(digits, 0, LENGTH) || "00000000".contentEquals(digits)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            int product = Digits.value(digits.charAt(i)) * WEIGHTS[i];
            sum += product / 10 + product % 10;
        }
        return sum % 5 == 0 || (digits.charAt(6) == '7' && (sum + 1) % 5 == 0);
    }

    /// Whether eight digits read as a day, as in `20250103`.
    static boolean isDate(CharSequence digits) {
        int number = Integer.parseInt(digits, 0, LENGTH, 10);
        int year = number / 10_000;
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return false;
        }
        try {
            return LocalDate.of(year, number / 100 % 100, number % 100).getYear() == year;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
