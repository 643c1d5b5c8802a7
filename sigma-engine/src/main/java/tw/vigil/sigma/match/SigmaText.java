package tw.vigil.sigma.match;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A rule's string: code points and wildcards, escapes resolved (a backslash escapes `*`, `?` and itself;
/// before anything else it is a plain backslash). Immutable.
public final class SigmaText {

    /// Any characters, also none.
    public static final int MANY = -1;
    /// Exactly one code point.
    public static final int ONE = -2;
    /// Any of [#DASHES].
    public static final int DASH = -3;

    public static final String DASHES = "-/\u2013\u2014\u2015";

    private final int[] tokens;

    private SigmaText(int[] tokens) {
        this.tokens = tokens;
    }

    public static SigmaText parse(String text) {
        var out = IntStream.builder();
        int[] in = text.codePoints().toArray();
        for (int i = 0; i < in.length; i++) {
            int c = in[i];
            boolean escapes =
                    c == '\\' && i + 1 < in.length && (in[i + 1] == '*' || in[i + 1] == '?' || in[i + 1] == '\\');
            if (escapes) {
                out.add(in[++i]);
            } else if (c == '*') {
                out.add(MANY);
            } else if (c == '?') {
                out.add(ONE);
            } else {
                out.add(c);
            }
        }
        return new SigmaText(out.build().toArray());
    }

    /// Text in which nothing is special.
    public static SigmaText literal(String text) {
        return new SigmaText(text.codePoints().toArray());
    }

    public boolean hasWildcards() {
        return Arrays.stream(tokens).anyMatch(t -> t < 0);
    }

    /// The text itself.
    ///
    /// @throws IllegalStateException when there are wildcards
    public String plain() {
        if (hasWildcards()) {
            throw new IllegalStateException("wildcards have no text");
        }
        return new String(tokens, 0, tokens.length);
    }

    public SigmaText startingAnywhere() {
        return tokens.length > 0 && tokens[0] == MANY
                ? this
                : new SigmaText(IntStream.concat(IntStream.of(MANY), Arrays.stream(tokens))
                        .toArray());
    }

    public SigmaText endingAnywhere() {
        return tokens.length > 0 && tokens[tokens.length - 1] == MANY
                ? this
                : new SigmaText(IntStream.concat(Arrays.stream(tokens), IntStream.of(MANY))
                        .toArray());
    }

    /// Each `-` or `/` that begins an option (nothing or no word character before it, a word character after
    /// it) stands for any dash.
    public SigmaText withAnyDash() {
        int[] changed = tokens.clone();
        IntPredicate word = c -> c == '_' || (c >= 0 && Character.isLetterOrDigit(c));
        for (int i = 0; i + 1 < tokens.length; i++) {
            boolean dash = tokens[i] == '-' || tokens[i] == '/';
            if (dash && (i == 0 || !word.test(tokens[i - 1])) && word.test(tokens[i + 1])) {
                changed[i] = DASH;
            }
        }
        return new SigmaText(changed);
    }

    /// The test of this text against whole values.
    public ValueTest test(boolean cased) {
        int[] compared = cased
                ? tokens
                : Arrays.stream(tokens)
                        .map(t -> t < 0 ? t : CaseFolding.fold(t))
                        .toArray();
        int from = 0;
        int to = compared.length;
        while (from < to && compared[from] == MANY) {
            from++;
        }
        while (to > from && compared[to - 1] == MANY) {
            to--;
        }
        boolean open = from > 0;
        boolean openEnd = to < compared.length;
        if (from == to && open) {
            return new ValueTest.Present();
        }
        if (Arrays.stream(compared, from, to).anyMatch(t -> t < 0)) {
            return new ValueTest.Glob(compared, cased);
        }
        var text = new String(compared, from, to - from);
        var place = open ? (openEnd ? TextPlace.ANYWHERE : TextPlace.END) : openEnd ? TextPlace.START : TextPlace.WHOLE;
        return new ValueTest.Text(text, place, cased);
    }
}
