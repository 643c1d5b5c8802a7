package tw.vigil.sigma.index;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.CaseFolding;
import tw.vigil.sigma.match.Comparison;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.match.TextPlace;
import tw.vigil.sigma.match.ValueTest;
import tw.vigil.sigma.regex.TextPattern;

/// Chooses what each rule is found by: a set of witnesses of which at least one occurs in every event that the
/// rule holds of. What is negated proves nothing.
final class Witnesses {

    private final Map<Witness, Integer> sharing = new HashMap<>();
    private final Map<Integer, Set<String>> textsOfField = new HashMap<>();

    /// Counts how many rules share a text before any is chosen.
    Witnesses(List<Detection> rules) {
        for (var rule : rules) {
            Set<Witness> own = new HashSet<>();
            visit(rule, true, own::add);
            own.forEach(this::count);
        }
    }

    private void count(Witness witness) {
        sharing.merge(witness, 1, Integer::sum);
        textsOfField.computeIfAbsent(witness.field(), _ -> new HashSet<>()).add(witness.text());
    }

    /// @return null when the rule must be asked about every event
    @Nullable
    Set<Witness> chosen(Detection rule) {
        return chosen(rule, true);
    }

    private @Nullable Set<Witness> chosen(Detection detection, boolean positive) {
        return switch (detection) {
            case Detection.All(var parts) -> positive ? best(parts, true) : union(parts, false);
            case Detection.Any(var parts) -> positive ? union(parts, true) : best(parts, false);
            case Detection.Not(var part) -> chosen(part, !positive);
            case Detection.Named(var _, var part) -> chosen(part, positive);
            case Detection.Scoped scoped -> positive ? chosen(scoped) : null;
            case Item item -> item.negated() == positive ? null : chosen(item);
        };
    }

    /// What holds of every element, or of none, also holds of no element at all.
    private static @Nullable Set<Witness> chosen(Detection.Scoped scoped) {
        return switch (scoped.scope()) {
            case ANY, ALL -> Set.of(Witness.present(scoped.field()));
            case NONE, ALL_OR_EMPTY -> null;
        };
    }

    private @Nullable Set<Witness> chosen(Item item) {
        Set<Witness> chosen = null;
        Set<Witness> all = new HashSet<>();
        for (var alternative : item.alternatives()) {
            Set<Witness> own = null;
            for (var choice : choices(item.field(), alternative.test())) {
                own = cheaper(own, choice);
            }
            if (own == null && !item.all()) {
                return null;
            }
            if (own != null) {
                chosen = cheaper(chosen, own);
                all.addAll(own);
            }
        }
        return item.all() ? chosen : all;
    }

    private @Nullable Set<Witness> best(List<Detection> parts, boolean positive) {
        Set<Witness> best = null;
        for (var part : parts) {
            var own = chosen(part, positive);
            if (own != null) {
                best = cheaper(best, own);
            }
        }
        return best;
    }

    private @Nullable Set<Witness> union(List<Detection> parts, boolean positive) {
        Set<Witness> all = new HashSet<>();
        for (var part : parts) {
            var own = chosen(part, positive);
            if (own == null) {
                return null;
            }
            all.addAll(own);
        }
        return all;
    }

    private Set<Witness> cheaper(@Nullable Set<Witness> one, Set<Witness> other) {
        return one != null && cost(one) <= cost(other) ? one : other;
    }

    /// How often the set is expected to occur in vain: a text that many rules look for is a common one, and a
    /// field with few different texts shows each of them often.
    private double cost(Set<Witness> witnesses) {
        double cost = 0;
        for (var witness : witnesses) {
            int different = textsOfField.getOrDefault(witness.field(), Set.of()).size();
            cost += shortness(witness) * witness.kind().weight() * sharing.getOrDefault(witness, 1) / (different + 1.0);
        }
        return cost;
    }

    /// Few characters occur often, and are dear to search for.
    private static double shortness(Witness witness) {
        int length = witness.text().length();
        return witness.kind() != Witness.Kind.CONTAINED || length >= 7 ? 1 : length >= 4 ? 3 : 20;
    }

    private static void visit(Detection detection, boolean positive, Consumer<Witness> found) {
        switch (detection) {
            case Detection.All(var parts) -> parts.forEach(part -> visit(part, positive, found));
            case Detection.Any(var parts) -> parts.forEach(part -> visit(part, positive, found));
            case Detection.Not(var part) -> visit(part, !positive, found);
            case Detection.Named(var _, var part) -> visit(part, positive, found);
            case Detection.Scoped scoped -> found.accept(Witness.present(scoped.field()));
            case Item item -> {
                if (item.negated() != positive) {
                    for (var alternative : item.alternatives()) {
                        choices(item.field(), alternative.test()).forEach(choice -> choice.forEach(found));
                    }
                }
            }
        }
    }

    /// Each is a set of which one must occur; none when the test can hold of an event that shows nothing.
    private static List<Set<Witness>> choices(int field, FieldTest test) {
        return switch (test) {
            case FieldTest.AnyValue(var value) -> choices(field, value);
            case FieldTest.NoValue _ -> List.of();
            case FieldTest.Exists(var expected) -> expected ? List.of(Set.of(Witness.present(field))) : List.of();
            case FieldTest.SameAs _ -> List.of(Set.of(Witness.present(field)));
        };
    }

    private static List<Set<Witness>> choices(int field, ValueTest test) {
        return switch (test) {
            case ValueTest.Text(var text, var place, var _) -> List.of(Set.of(text(field, kind(place), text)));
            case ValueTest.OneOfTexts(var texts, var _) -> {
                Set<Witness> all = new HashSet<>();
                texts.forEach(text -> all.add(text(field, Witness.Kind.EXACT, text)));
                yield List.of(all);
            }
            case ValueTest.Truth(var expected) ->
                List.of(Set.of(text(field, Witness.Kind.EXACT, String.valueOf(expected))));
            case ValueTest.Compared(var comparison, var number) -> List.of(Set.of(number(field, comparison, number)));
            case ValueTest.Glob glob -> texts(field, TextPattern.required(glob));
            case ValueTest.Regex(var pattern) -> texts(field, TextPattern.required(pattern));
            case ValueTest.Present _, ValueTest.InNetwork _, ValueTest.Part _, ValueTest.Converted _ ->
                List.of(Set.of(Witness.present(field)));
        };
    }

    /// Any of the sets will do; the rarest is not always the longest.
    private static List<Set<Witness>> texts(int field, List<Set<String>> required) {
        List<Set<Witness>> choices = new ArrayList<>();
        for (var anyOf : required) {
            Set<Witness> choice = new HashSet<>();
            anyOf.forEach(text -> choice.add(text(field, Witness.Kind.CONTAINED, text)));
            choices.add(choice);
        }
        return choices.isEmpty() ? List.of(Set.of(Witness.present(field))) : choices;
    }

    private static Witness.Kind kind(TextPlace place) {
        return switch (place) {
            case WHOLE -> Witness.Kind.EXACT;
            case START -> Witness.Kind.PREFIX;
            case END -> Witness.Kind.SUFFIX;
            case ANYWHERE -> Witness.Kind.CONTAINED;
        };
    }

    private static Witness text(int field, Witness.Kind kind, String text) {
        // No event holds half a surrogate pair, but an encoder would make it a question mark.
        boolean encodable = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        boolean anything = text.isEmpty() && kind != Witness.Kind.EXACT;
        return encodable && !anything ? new Witness(field, kind, CaseFolding.fold(text)) : Witness.present(field);
    }

    private static Witness number(int field, Comparison comparison, BigDecimal number) {
        long whole = WholeNumber.of(number);
        boolean exact = comparison == Comparison.EQUAL && whole != WholeNumber.NONE;
        return exact ? new Witness(field, Witness.Kind.NUMBER, String.valueOf(whole)) : Witness.present(field);
    }
}
