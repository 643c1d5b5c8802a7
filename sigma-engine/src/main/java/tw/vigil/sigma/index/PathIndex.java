package tw.vigil.sigma.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.project.ProjectedEvent;
import tw.vigil.sigma.project.ProjectedEvent.Kind;

/// Finds rules by what lies at one path. Immutable.
final class PathIndex {

    private final int[] ifPresent;
    private final @Nullable TextTable exact;
    private final @Nullable AffixTable prefixes;
    private final @Nullable AffixTable suffixes;
    private final @Nullable ContainedTexts contained;
    private final long[] numbers;
    private final int[][] numberRules;
    private final int[][] exactRules;
    private final int[][] prefixRules;
    private final int[][] suffixRules;
    private final int[][] containedRules;
    private final boolean textual;

    /// @param wanted for each witness of this path the rules that it speaks for
    PathIndex(Map<Witness, SortedSet<Integer>> wanted) {
        Map<Witness.Kind, SortedMap<String, SortedSet<Integer>>> byKind = new EnumMap<>(Witness.Kind.class);
        for (var kind : Witness.Kind.values()) {
            byKind.put(kind, new TreeMap<>());
        }
        wanted.forEach((witness, speaking) -> texts(byKind, witness.kind()).merge(witness.text(), speaking, (a, b) -> {
            SortedSet<Integer> both = new TreeSet<>(a);
            both.addAll(b);
            return both;
        }));
        var present = texts(byKind, Witness.Kind.PRESENT).get("");
        this.ifPresent = present == null ? new int[0] : ints(present);
        var exactTexts = keys(byKind, Witness.Kind.EXACT);
        this.exact = exactTexts.isEmpty() ? null : new TextTable(exactTexts);
        this.exactRules = rules(byKind, Witness.Kind.EXACT);
        this.prefixRules = rules(byKind, Witness.Kind.PREFIX);
        this.suffixRules = rules(byKind, Witness.Kind.SUFFIX);
        this.containedRules = rules(byKind, Witness.Kind.CONTAINED);
        var starts = keys(byKind, Witness.Kind.PREFIX);
        this.prefixes = starts.isEmpty() ? null : new AffixTable(starts, false);
        var ends = keys(byKind, Witness.Kind.SUFFIX);
        this.suffixes = ends.isEmpty() ? null : new AffixTable(ends, true);
        var inside = keys(byKind, Witness.Kind.CONTAINED);
        this.contained = inside.isEmpty() ? null : new ContainedTexts(inside);
        this.textual = exact != null || prefixes != null || suffixes != null || contained != null;
        var wholes = new TreeMap<Long, SortedSet<Integer>>();
        texts(byKind, Witness.Kind.NUMBER).forEach((text, speaking) -> wholes.put(Long.valueOf(text), speaking));
        this.numbers = wholes.keySet().stream().mapToLong(Long::longValue).toArray();
        this.numberRules = wholes.values().stream().map(PathIndex::ints).toArray(int[][]::new);
    }

    private static SortedMap<String, SortedSet<Integer>> texts(
            Map<Witness.Kind, SortedMap<String, SortedSet<Integer>>> byKind, Witness.Kind kind) {
        return byKind.computeIfAbsent(kind, _ -> new TreeMap<>());
    }

    private static List<String> keys(
            Map<Witness.Kind, SortedMap<String, SortedSet<Integer>>> byKind, Witness.Kind kind) {
        return new ArrayList<>(texts(byKind, kind).keySet());
    }

    /// The rules of each text, by the number under which the text is found.
    private static int[][] rules(Map<Witness.Kind, SortedMap<String, SortedSet<Integer>>> byKind, Witness.Kind kind) {
        return texts(byKind, kind).values().stream().map(PathIndex::ints).toArray(int[][]::new);
    }

    private static int[] ints(SortedSet<Integer> set) {
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Who hears of found texts; made once per evaluator, since making one per event would allocate.
    static final class Listeners {
        private final Candidates candidates;
        private int[][] rules = new int[0][];
        private final IntConsumer hear = this::heard;

        Listeners(Candidates candidates) {
            this.candidates = candidates;
        }

        private void heard(int text) {
            candidates.addAll(rules[text]);
        }
    }

    void collect(ProjectedEvent event, int path, Candidates candidates, Listeners listeners) {
        candidates.addAll(ifPresent);
        for (int link = event.firstLink(path); link >= 0; link = event.nextLink(link)) {
            int value = event.valueAt(link);
            var kind = event.kind(value);
            if (kind != Kind.NULL) {
                if (textual) {
                    collectByText(event, value, candidates, listeners);
                }
                if (numbers.length > 0 && (kind == Kind.NUMBER || kind == Kind.STRING)) {
                    collectByNumber(event, value, candidates);
                }
            }
        }
    }

    private void collectByText(ProjectedEvent event, int value, Candidates candidates, Listeners listeners) {
        var text = event.folded(value);
        byte[] in = text.bytes();
        int from = text.start();
        int to = text.end();
        if (exact != null) {
            int found = exact.find(in, from, to);
            if (found != TextTable.ABSENT) {
                candidates.addAll(exactRules[found]);
            }
        }
        if (prefixes != null) {
            listeners.rules = prefixRules;
            prefixes.find(in, from, to, listeners.hear);
        }
        if (suffixes != null) {
            listeners.rules = suffixRules;
            suffixes.find(in, from, to, listeners.hear);
        }
        if (contained != null) {
            listeners.rules = containedRules;
            contained.find(in, from, to, listeners.hear);
        }
    }

    private void collectByNumber(ProjectedEvent event, int value, Candidates candidates) {
        var text = event.plain(value);
        long number = WholeNumber.of(text.bytes(), text.start(), text.end());
        if (number != WholeNumber.NONE) {
            int found = Arrays.binarySearch(numbers, number);
            if (found >= 0) {
                candidates.addAll(numberRules[found]);
            }
        }
    }
}
