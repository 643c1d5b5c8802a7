package tw.vigil.sigma.index;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds all texts that a value contains: the shortest by an automaton, the others by their rarest bytes. Immutable.
final class ContainedTexts {

    private static final int STEP = 4;
    private static final int LONG = GramTable.GRAM + STEP - 1;

    private final @Nullable LiteralAutomaton shortest;
    private final @Nullable GramTable middling;
    private final @Nullable GramTable longer;

    /// @param texts different ones, none empty; the place in the list is what a search finds
    ContainedTexts(List<String> texts) {
        int[] lengths = texts.stream()
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .toArray();
        int[] few = numbers(lengths, 1, GramTable.GRAM - 1);
        int[] some = numbers(lengths, GramTable.GRAM, LONG - 1);
        int[] many = numbers(lengths, LONG, Integer.MAX_VALUE);
        this.shortest = few.length == 0 ? null : new LiteralAutomaton(at(texts, few), few);
        this.middling = some.length == 0 ? null : new GramTable(at(texts, some), some, 1);
        this.longer = many.length == 0 ? null : new GramTable(at(texts, many), many, STEP);
    }

    private static int[] numbers(int[] lengths, int least, int most) {
        return IntStream.range(0, lengths.length)
                .filter(i -> lengths[i] >= least && lengths[i] <= most)
                .toArray();
    }

    private static List<String> at(List<String> texts, int[] numbers) {
        return IntStream.of(numbers).mapToObj(texts::get).toList();
    }

    /// Tells `found` each text, perhaps more than once.
    void find(byte[] in, int from, int to, IntConsumer found) {
        if (shortest != null) {
            shortest.find(in, from, to, found);
        }
        if (middling != null) {
            middling.find(in, from, to, found);
        }
        if (longer != null) {
            longer.find(in, from, to, found);
        }
    }
}
