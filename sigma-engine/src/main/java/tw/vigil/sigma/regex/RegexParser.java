package tw.vigil.sigma.regex;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.regex.CodePoints.Range;
import tw.vigil.sigma.regex.RegexNode.Alternatives;
import tw.vigil.sigma.regex.RegexNode.One;
import tw.vigil.sigma.regex.RegexNode.Place;
import tw.vigil.sigma.regex.RegexNode.Repeated;
import tw.vigil.sigma.regex.RegexNode.Sequence;

/// Reads an expression that RE2/J accepted. Gives up on what is rare: Unicode and POSIX classes, anchors of lines,
/// octal escapes, any case of letters beyond ASCII.
final class RegexParser {

    private static final int MAX_REPEAT = 1_000;
    private static final List<Range> DIGIT = List.of(new Range('0', '9'));
    private static final List<Range> SPACE = List.of(new Range('\t', '\n'), new Range('\f', '\r'), new Range(' ', ' '));
    private static final List<Range> WORD =
            List.of(new Range('0', '9'), new Range('A', 'Z'), new Range('_', '_'), new Range('a', 'z'));
    private static final Map<Integer, Integer> CONTROLS = Map.of(
            (int) 'a',
            0x07,
            (int) 'f',
            (int) '\f',
            (int) 'n',
            (int) '\n',
            (int) 'r',
            (int) '\r',
            (int) 't',
            (int) '\t',
            (int) 'v',
            0x0B);

    /// What holds from here to the end of the group.
    private record Flags(boolean anyCase, boolean dotAll, boolean lines) {}

    private final int[] in;
    private int at;
    private Flags flags;

    private RegexParser(Pattern regex) {
        in = regex.pattern().codePoints().toArray();
        int given = regex.flags();
        flags = new Flags(
                (given & Pattern.CASE_INSENSITIVE) != 0,
                (given & Pattern.DOTALL) != 0,
                (given & Pattern.MULTILINE) != 0);
    }

    static RegexNode parse(Pattern regex) throws UnsupportedRegexException {
        var parser = new RegexParser(regex);
        var node = parser.alternatives();
        if (parser.at < parser.in.length) {
            throw new UnsupportedRegexException("unexpected )");
        }
        return node;
    }

    private RegexNode alternatives() throws UnsupportedRegexException {
        List<RegexNode> parts = new ArrayList<>(List.of(sequence()));
        while (looking('|')) {
            at++;
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.getFirst() : new Alternatives(parts);
    }

    private RegexNode sequence() throws UnsupportedRegexException {
        List<RegexNode> parts = new ArrayList<>();
        while (at < in.length && in[at] != '|' && in[at] != ')') {
            if (looking('\\') && at + 1 < in.length && in[at + 1] == 'Q') {
                quotation(parts);
            } else {
                parts.add(repeated(atom()));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    /// A repetition after a quotation is of its last character.
    private void quotation(List<RegexNode> parts) throws UnsupportedRegexException {
        at += 2;
        while (at < in.length && !(in[at] == '\\' && at + 1 < in.length && in[at + 1] == 'E')) {
            parts.add(literal(in[at++]));
        }
        at = Math.min(in.length, at + 2);
        if (!parts.isEmpty()) {
            parts.add(repeated(parts.removeLast()));
        }
    }

    private RegexNode repeated(RegexNode part) throws UnsupportedRegexException {
        var node = part;
        while (at < in.length) {
            switch (in[at]) {
                case '*' -> node = new Repeated(node, 0, RegexNode.UNBOUNDED);
                case '+' -> node = new Repeated(node, 1, RegexNode.UNBOUNDED);
                case '?' -> node = new Repeated(node, 0, 1);
                case '{' -> {
                    var counted = counted(node);
                    if (counted == null) {
                        return node;
                    }
                    node = counted;
                }
                default -> {
                    return node;
                }
            }
            at++;
            if (looking('?')) {
                at++;
            }
        }
        return node;
    }

    /// @return null when the brace stands for itself; else `at` is at the closing brace
    private @Nullable RegexNode counted(RegexNode part) throws UnsupportedRegexException {
        int close = at;
        while (close < in.length && in[close] != '}') {
            close++;
        }
        var text = new String(in, at + 1, Math.max(0, Math.min(close, in.length) - at - 1));
        if (close == in.length || !text.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
            return null;
        }
        var bounds = text.split(",", -1);
        int least = Integer.parseInt(bounds[0]);
        int most = bounds.length == 1 ? least : bounds[1].isEmpty() ? RegexNode.UNBOUNDED : Integer.parseInt(bounds[1]);
        if (least > MAX_REPEAT || most > MAX_REPEAT) {
            throw new UnsupportedRegexException("repetition");
        }
        at = close;
        return new Repeated(part, least, most);
    }

    private RegexNode atom() throws UnsupportedRegexException {
        int c = in[at++];
        return switch (c) {
            case '(' -> group();
            case '[' -> new One(characterClass());
            case '.' -> new One(flags.dotAll ? CodePoints.ANY : CodePoints.NEW_LINE.negated());
            case '^' -> place(Place.START);
            case '$' -> place(Place.END);
            case '\\' -> escape();
            default -> literal(c);
        };
    }

    private RegexNode place(Place place) throws UnsupportedRegexException {
        if (flags.lines) {
            throw new UnsupportedRegexException("anchors of lines");
        }
        return place;
    }

    private RegexNode literal(int c) throws UnsupportedRegexException {
        var only = CodePoints.of(c, c);
        return new One(flags.anyCase ? only.anyCase() : only);
    }

    private RegexNode group() throws UnsupportedRegexException {
        var outside = flags;
        if (looking('?')) {
            at++;
            if (!named() && !flagged()) {
                return new Sequence(List.of());
            }
        }
        var node = alternatives();
        expect(')');
        flags = outside;
        return node;
    }

    private boolean named() {
        int angle = looking('P') ? at + 1 : at;
        if (angle >= in.length || in[angle] != '<') {
            return false;
        }
        while (in[at++] != '>') {
            // the name says nothing
        }
        return true;
    }

    /// @return whether a group follows, else the flags hold for the rest of the group around
    private boolean flagged() throws UnsupportedRegexException {
        boolean on = true;
        for (; at < in.length; at++) {
            switch (in[at]) {
                case 'i' -> flags = new Flags(on, flags.dotAll, flags.lines);
                case 's' -> flags = new Flags(flags.anyCase, on, flags.lines);
                case 'm' -> flags = new Flags(flags.anyCase, flags.dotAll, on);
                case 'U' -> {
                    // greediness
                }
                case '-' -> on = false;
                case ':', ')' -> {
                    return in[at++] == ':';
                }
                default -> throw new UnsupportedRegexException("group");
            }
        }
        throw new UnsupportedRegexException("group");
    }

    private RegexNode escape() throws UnsupportedRegexException {
        return switch (in[at]) {
            case 'A' -> past(Place.START);
            case 'z' -> past(Place.END);
            case 'b', 'B' -> past(Place.WORD_BOUNDARY);
            default -> {
                var perl = perlClass();
                yield perl.ranges().isEmpty() ? literal(escaped()) : new One(perl);
            }
        };
    }

    private RegexNode past(Place place) {
        at++;
        return place;
    }

    /// Of what stands behind a backslash; empty when it is no class.
    private CodePoints perlClass() throws UnsupportedRegexException {
        var ranges = switch (in[at]) {
            case 'd', 'D' -> DIGIT;
            case 's', 'S' -> SPACE;
            case 'w', 'W' -> WORD;
            default -> List.<Range>of();
        };
        if (ranges.isEmpty()) {
            return new CodePoints(ranges);
        }
        var of = CodePoints.union(ranges);
        of = flags.anyCase ? of.anyCase() : of;
        return in[at++] < 'a' ? of.negated() : of;
    }

    /// The character that stands behind a backslash.
    private int escaped() throws UnsupportedRegexException {
        int c = in[at++];
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c < 0x80) {
            return c;
        }
        var control = CONTROLS.get(c);
        if (control != null) {
            return control;
        }
        if (c == 'x' && at + 1 < in.length && in[at] != '{') {
            at += 2;
            return Integer.parseInt(new String(in, at - 2, 2), 16);
        }
        throw new UnsupportedRegexException("escape");
    }

    private CodePoints characterClass() throws UnsupportedRegexException {
        boolean negated = looking('^');
        at += negated ? 1 : 0;
        List<Range> ranges = new ArrayList<>();
        boolean first = true;
        while (first || !looking(']')) {
            if (at >= in.length || (in[at] == '[' && at + 1 < in.length && in[at + 1] == ':')) {
                throw new UnsupportedRegexException("POSIX class");
            }
            first = false;
            if (looking('\\')) {
                at++;
                var perl = perlClass();
                if (!perl.ranges().isEmpty()) {
                    ranges.addAll(perl.ranges());
                    continue;
                }
                at--;
            }
            int from = member();
            boolean range = looking('-') && at + 1 < in.length && in[at + 1] != ']';
            at += range ? 1 : 0;
            var added = CodePoints.of(from, range ? member() : from);
            ranges.addAll((flags.anyCase ? added.anyCase() : added).ranges());
        }
        at++;
        var of = CodePoints.union(ranges);
        return negated ? of.negated() : of;
    }

    private int member() throws UnsupportedRegexException {
        int c = in[at++];
        return c == '\\' ? escaped() : c;
    }

    private boolean looking(int c) {
        return at < in.length && in[at] == c;
    }

    private void expect(int c) throws UnsupportedRegexException {
        if (!looking(c)) {
            throw new UnsupportedRegexException("unexpected end");
        }
        at++;
    }
}
