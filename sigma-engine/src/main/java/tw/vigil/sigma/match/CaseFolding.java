package tw.vigil.sigma.match;

/// Unicode simple case folding: per code point, free of locale, and of a length that does not depend on the
/// neighbours.
public final class CaseFolding {

    private static final int DOTTED_CAPITAL_I = 0x130;
    private static final int DOTLESS_SMALL_I = 0x131;

    private CaseFolding() {}

    public static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return foldFrom(text, i);
            }
        }
        return text;
    }

    private static String foldFrom(String text, int start) {
        var folded = new StringBuilder(text.length()).append(text, 0, start);
        for (int i = start; i < text.length(); ) {
            int c = text.codePointAt(i);
            folded.appendCodePoint(fold(c));
            i += Character.charCount(c);
        }
        return folded.toString();
    }

    public static int fold(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
        }
        // Only the Turkic mappings fold these two; toLowerCase would make both an ASCII i.
        if (codePoint == DOTTED_CAPITAL_I || codePoint == DOTLESS_SMALL_I) {
            return codePoint;
        }
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
