package tw.vigil.sigma.index;

import java.util.Comparator;
import java.util.List;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.Detection;

/// A rule's condition over atoms, cheap questions first.
sealed interface Check {

    boolean holds(Evaluation evaluation);

    int cost();

    record All(List<Check> parts, int cost) implements Check {
        @Override
        public boolean holds(Evaluation evaluation) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).holds(evaluation)) {
                    return false;
                }
            }
            return true;
        }
    }

    record Any(List<Check> parts, int cost) implements Check {
        @Override
        public boolean holds(Evaluation evaluation) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).holds(evaluation)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(Check part) implements Check {
        @Override
        public boolean holds(Evaluation evaluation) {
            return !part.holds(evaluation);
        }

        @Override
        public int cost() {
            return part.cost();
        }
    }

    record Asked(Atom atom) implements Check {
        @Override
        public boolean holds(Evaluation evaluation) {
            return evaluation.holds(atom);
        }

        @Override
        public int cost() {
            return atom.question().cost();
        }
    }

    /// The elements of an array, read again as events of their own: rare, so it need not be fast.
    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read
    record Inside(Detection.Scoped scoped, int[] paths, Decoder decoder) implements Check {
        @Override
        public boolean holds(Evaluation evaluation) {
            return scoped.matches(evaluation.event().fieldValues(paths), decoder);
        }

        @Override
        public int cost() {
            return 500;
        }
    }

    static Check all(List<Check> parts) {
        return parts.size() == 1 ? parts.getFirst() : new All(sorted(parts), cost(parts));
    }

    static Check any(List<Check> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Any(sorted(parts), cost(parts));
    }

    private static List<Check> sorted(List<Check> parts) {
        return parts.stream().sorted(Comparator.comparingInt(Check::cost)).toList();
    }

    private static int cost(List<Check> parts) {
        return parts.stream().mapToInt(Check::cost).sum();
    }
}
