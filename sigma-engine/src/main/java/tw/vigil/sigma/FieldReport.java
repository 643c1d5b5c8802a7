package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.Detection.Scoped;
import tw.vigil.sigma.match.Event;

/// Which fields that rules use a sample of events has.
///
/// @param events in the sample that could be read
/// @param unreadable events that could not
/// @param fields by name, as rules spell them
public record FieldReport(int events, int unreadable, List<FieldUse> fields) {

    /// @param field without modifiers
    /// @param rules titles of the rules that ask for it
    /// @param seen events that have it, null counted as having
    public record FieldUse(String field, List<String> rules, int seen) {
        public FieldUse {
            rules = List.copyOf(rules);
        }
    }

    public FieldReport {
        fields = List.copyOf(fields);
    }

    /// Those that no event has.
    public List<FieldUse> neverSeen() {
        return fields.stream().filter(field -> field.seen() == 0).toList();
    }

    private static final class Use {
        private final Set<String> rules = new LinkedHashSet<>();
        private final List<Detection> questions = new ArrayList<>();
        private int seen;
    }

    static FieldReport of(Route route, List<byte[]> sample) {
        var uses = new TreeMap<String, Use>();
        for (var rule : route.rules()) {
            collect(rule.detection(), rule.info().title(), uses);
        }
        int unreadable = 0;
        for (var json : sample) {
            try {
                count(route.event(json), uses.values());
            } catch (MalformedEventException e) {
                unreadable++;
            }
        }
        List<FieldUse> fields = new ArrayList<>();
        uses.forEach((name, use) -> fields.add(new FieldUse(name, List.copyOf(use.rules), use.seen)));
        return new FieldReport(sample.size() - unreadable, unreadable, fields);
    }

    private static void count(Event event, Collection<Use> uses) {
        for (var use : uses) {
            if (use.questions.stream().anyMatch(question -> has(question, event))) {
                use.seen++;
            }
        }
    }

    private static boolean has(Detection question, Event event) {
        return switch (question) {
            case Item item -> item.values(event).present();
            case Scoped scoped -> scoped.elements(event).stream().anyMatch(element -> has(scoped, element));
            case Detection.All(var parts) -> parts.stream().allMatch(part -> has(part, event));
            case Detection.Any(var parts) -> parts.stream().anyMatch(part -> has(part, event));
            case Detection.Not(var part) -> has(part, event);
            case Detection.Named(var _, var part) -> has(part, event);
        };
    }

    /// Of an array of named things the element with the right name counts.
    private static boolean has(Scoped scoped, Event element) {
        boolean pivot = !scoped.label().equals(scoped.reported());
        if (pivot && scoped.inner() instanceof Detection.All(var parts)) {
            return parts.getFirst().holds(element) && has(parts.getLast(), element);
        }
        return has(scoped.inner(), element);
    }

    private static void collect(Detection detection, String title, TreeMap<String, Use> uses) {
        switch (detection) {
            case Detection.All(var parts) -> parts.forEach(part -> collect(part, title, uses));
            case Detection.Any(var parts) -> parts.forEach(part -> collect(part, title, uses));
            case Detection.Not(var part) -> collect(part, title, uses);
            case Detection.Named(var _, var part) -> collect(part, title, uses);
            case Item item -> {
                if (item.field() != Detection.KEYWORD && !item.label().isEmpty()) {
                    add(item.label(), item, title, uses);
                }
            }
            case Scoped scoped -> {
                if (!scoped.reported().isEmpty()) {
                    add(scoped.reported(), scoped, title, uses);
                }
            }
        }
    }

    private static void add(String label, Detection question, String title, TreeMap<String, Use> uses) {
        var use = uses.computeIfAbsent(label.split("\\|", 2)[0], _ -> new Use());
        use.rules.add(title);
        use.questions.add(question);
    }
}
