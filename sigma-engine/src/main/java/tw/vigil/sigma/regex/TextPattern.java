package tw.vigil.sigma.regex;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.SigmaText;
import tw.vigil.sigma.match.ValueTest;
import tw.vigil.sigma.regex.CodePoints.Range;
import tw.vigil.sigma.regex.RegexNode.One;
import tw.vigil.sigma.regex.RegexNode.Place;
import tw.vigil.sigma.regex.RegexNode.Repeated;
import tw.vigil.sigma.regex.RegexNode.Sequence;

/// What is known of an expression before a text is seen.
///
/// @param required case-folded texts; of each set a matching text contains at least one
/// @param shortest bytes of the shortest text that matches
/// @param bytes null when only the plain test can say
public record TextPattern(
        List<Set<String>> required, int shortest, @Nullable ByteRegex bytes) {

    private static final TextPattern UNKNOWN = new TextPattern(List.of(), 0, null);
    private static final RegexNode ANY_TEXT = new Repeated(new One(CodePoints.ANY), 0, RegexNode.UNBOUNDED);

    /// Of an expression the part that needs no matcher.
    public static List<Set<String>> required(Pattern regex) {
        try {
            return RequiredTexts.of(RegexParser.parse(regex));
        } catch (UnsupportedRegexException e) {
            return List.of();
        }
    }

    /// Of a glob the same.
    public static List<Set<String>> required(ValueTest.Glob glob) {
        return RequiredTexts.of(node(glob));
    }

    /// Occurs anywhere in the text as it is.
    public static TextPattern of(Pattern regex) {
        try {
            return of(RegexParser.parse(regex));
        } catch (UnsupportedRegexException e) {
            return UNKNOWN;
        }
    }

    /// Is the whole text, case-folded when the glob is.
    public static TextPattern of(ValueTest.Glob glob) {
        return of(node(glob));
    }

    private static RegexNode node(ValueTest.Glob glob) {
        List<RegexNode> parts = new ArrayList<>(List.of(Place.START));
        for (int token : glob.tokens()) {
            parts.add(
                    switch (token) {
                        case SigmaText.MANY -> ANY_TEXT;
                        case SigmaText.ONE -> new One(CodePoints.ANY);
                        case SigmaText.DASH ->
                            new One(CodePoints.union(SigmaText.DASHES
                                    .codePoints()
                                    .mapToObj(dash -> new Range(dash, dash))
                                    .toList()));
                        default -> new One(CodePoints.of(token, token));
                    });
        }
        parts.add(Place.END);
        return new Sequence(parts);
    }

    private static TextPattern of(RegexNode node) {
        return new TextPattern(RequiredTexts.of(node), node.shortest(), ByteRegex.of(node));
    }
}
