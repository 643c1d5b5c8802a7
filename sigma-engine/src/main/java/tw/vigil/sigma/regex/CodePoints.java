package tw.vigil.sigma.regex;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tw.vigil.sigma.match.CaseFolding;

/// A set of code points. Immutable.
///
/// @param ranges ascending, apart from each other
record CodePoints(List<Range> ranges) {

    private static final int KELVIN = 0x212A;
    private static final int LONG_S = 0x17F;

    record Range(int from, int to) {}

    static final CodePoints ANY = of(0, Character.MAX_CODE_POINT);
    static final CodePoints NEW_LINE = of('\n', '\n');

    static CodePoints of(int from, int to) {
        return new CodePoints(List.of(new Range(from, to)));
    }

    static CodePoints union(List<Range> ranges) {
        List<Range> joined = new ArrayList<>();
        for (var range :
                ranges.stream().sorted(Comparator.comparingInt(Range::from)).toList()) {
            var last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && range.from <= last.to + 1) {
                joined.set(joined.size() - 1, new Range(last.from, Math.max(last.to, range.to)));
            } else {
                joined.add(range);
            }
        }
        return new CodePoints(List.copyOf(joined));
    }

    CodePoints negated() {
        List<Range> others = new ArrayList<>();
        int from = 0;
        for (var range : ranges) {
            if (range.from > from) {
                others.add(new Range(from, range.from - 1));
            }
            from = range.to + 1;
        }
        if (from <= Character.MAX_CODE_POINT) {
            others.add(new Range(from, Character.MAX_CODE_POINT));
        }
        return new CodePoints(List.copyOf(others));
    }

    /// With the other case of each letter; only of ASCII, with the two letters beyond it that fold into ASCII.
    ///
    /// @throws UnsupportedRegexException when there is anything else
    CodePoints anyCase() throws UnsupportedRegexException {
        List<Range> all = new ArrayList<>(ranges);
        for (var range : ranges) {
            if (range.to >= 0x80) {
                throw new UnsupportedRegexException("letters beyond ASCII of any case");
            }
            for (int c = range.from; c <= range.to; c++) {
                if (Character.isLetter(c)) {
                    all.add(new Range(c ^ 0x20, c ^ 0x20));
                    int lower = c | 0x20;
                    int further = lower == 'k' ? KELVIN : lower == 's' ? LONG_S : c;
                    all.add(new Range(further, further));
                }
            }
        }
        return union(all);
    }

    /// What all of them are case-folded; -1 when they differ, or are half a surrogate pair.
    int onlyFolded() {
        int only = -1;
        for (var range : ranges) {
            for (int c = range.from; c <= range.to; c++) {
                int folded = CaseFolding.fold(c);
                boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
                if (surrogate || (only >= 0 && only != folded)) {
                    return -1;
                }
                only = folded;
            }
        }
        return only;
    }

    int shortestUtf8() {
        int least = ranges.isEmpty() ? 0 : ranges.getFirst().from;
        return least < 0x80 ? 1 : least < 0x800 ? 2 : least < 0x10000 ? 3 : 4;
    }
}
