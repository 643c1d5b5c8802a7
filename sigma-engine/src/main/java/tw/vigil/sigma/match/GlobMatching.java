package tw.vigil.sigma.match;

/// Patterns with wildcards against whole values: greedy with one point to return to, so quadratic at worst.
final class GlobMatching {

    private GlobMatching() {}

    static boolean matches(int[] tokens, String text) {
        int t = 0;
        int at = 0;
        int starToken = -1;
        int starAt = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (t < tokens.length && tokens[t] == SigmaText.MANY) {
                starToken = t++;
                starAt = at;
            } else if (t < tokens.length && one(tokens[t], c)) {
                t++;
                at += Character.charCount(c);
            } else if (starToken >= 0) {
                t = starToken + 1;
                starAt += Character.charCount(text.codePointAt(starAt));
                at = starAt;
            } else {
                return false;
            }
        }
        while (t < tokens.length && tokens[t] == SigmaText.MANY) {
            t++;
        }
        return t == tokens.length;
    }

    private static boolean one(int token, int c) {
        return switch (token) {
            case SigmaText.ONE -> true;
            case SigmaText.DASH -> SigmaText.DASHES.indexOf(c) >= 0;
            default -> token == c;
        };
    }
}
