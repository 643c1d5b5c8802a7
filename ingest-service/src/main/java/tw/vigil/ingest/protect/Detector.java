package tw.vigil.ingest.protect;

/// Finds the values of some kinds in a text. Stateless; linear in the text's length.
interface Detector {
    void find(Text text, Sightings sightings);

    /// Whether no letter or digit touches a stretch from the left.
    static boolean startsFree(CharSequence text, int from) {
        return from == 0 || !Digits.isAlphanumeric(text.charAt(from - 1));
    }

    /// Whether no letter or digit touches a stretch from the right.
    static boolean endsFree(CharSequence text, int to) {
        return to == text.length() || !Digits.isAlphanumeric(text.charAt(to));
    }

    /// Where the digits that begin at an index end.
    static int endOfDigits(CharSequence text, int from) {
        int to = from;
        while (to < text.length() && Digits.isDigit(text.charAt(to))) {
            to++;
        }
        return to;
    }

    /// Between groups of digits; `+` is a space of a form.
    static boolean isSeparator(CharSequence text, int index) {
        return index < text.length()
                && (text.charAt(index) == '-' || text.charAt(index) == ' ' || text.charAt(index) == '+');
    }
}
