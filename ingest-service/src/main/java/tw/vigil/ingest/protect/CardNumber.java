package tw.vigil.ingest.protect;

/// The number of a payment card: an issuer's prefix and the Luhn check (ISO/IEC 7812).
final class CardNumber {
    static final int SHORTEST = 13;
    static final int LONGEST = 19;

    private CardNumber() {}

    static boolean isValid(CharSequence digits) {
        return digits.length() >= SHORTEST && digits.length() <= LONGEST && hasIssuer(digits) && luhn(digits);
    }

    private static boolean hasIssuer(CharSequence digits) {
        int four = Integer.parseInt(digits, 0, 4, 10);
        int two = four / 100;
        return four / 1000 == 4
                || (two >= 51 && two <= 55)
                || (four >= 2221 && four <= 2720)
                || two == 34
                || two == 37
                || (four >= 3528 && four <= 3589)
                || two == 62;
    }

    private static boolean luhn(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Digits.value(digits.charAt(digits.length() - 1 - i));
            int doubled = 2 * digit;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
