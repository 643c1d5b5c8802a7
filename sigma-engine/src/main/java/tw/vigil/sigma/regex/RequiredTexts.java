package tw.vigil.sigma.regex;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tw.vigil.sigma.regex.RegexNode.Alternatives;
import tw.vigil.sigma.regex.RegexNode.One;
import tw.vigil.sigma.regex.RegexNode.Place;
import tw.vigil.sigma.regex.RegexNode.Repeated;
import tw.vigil.sigma.regex.RegexNode.Sequence;

/// Which texts a value must contain, case-folded, for an expression to occur in it: of each set at least one.
final class RequiredTexts {

    private static final int MAX_ALTERNATIVES = 64;

    private final List<Set<String>> sets = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();

    private RequiredTexts() {}

    static List<Set<String>> of(RegexNode node) {
        var required = new RequiredTexts();
        required.read(node);
        required.endRun();
        return List.copyOf(required.sets);
    }

    private void read(RegexNode node) {
        switch (node) {
            case One(var of) -> {
                int only = of.onlyFolded();
                if (only < 0) {
                    endRun();
                } else {
                    run.appendCodePoint(only);
                }
            }
            case Sequence(var parts) -> parts.forEach(this::read);
            case Alternatives(var parts) -> {
                endRun();
                alternatives(parts);
            }
            case Repeated(var part, var least, var most) -> {
                // What stands before and the first of it are together, as are the last of it and what follows.
                if (least > 0) {
                    read(part);
                }
                if (least != 1 || most != 1) {
                    endRun();
                }
                if (least > 1) {
                    read(part);
                }
            }
            case Place _ -> {
                // takes no character
            }
        }
    }

    private void alternatives(List<RegexNode> parts) {
        Set<String> any = new HashSet<>();
        for (var part : parts) {
            var best = best(of(part));
            if (best.isEmpty()) {
                return;
            }
            any.addAll(best);
        }
        if (any.size() <= MAX_ALTERNATIVES) {
            sets.add(any);
        }
    }

    /// The set whose shortest text is longest.
    private static Set<String> best(List<Set<String>> sets) {
        Set<String> best = Set.of();
        for (var set : sets) {
            if (shortest(set) > shortest(best)) {
                best = set;
            }
        }
        return best;
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    private void endRun() {
        if (!run.isEmpty()) {
            sets.add(Set.of(run.toString()));
        }
        run.setLength(0);
    }
}
