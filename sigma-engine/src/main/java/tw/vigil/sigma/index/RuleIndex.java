package tw.vigil.sigma.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.Detection.Item;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.FieldTest;
import tw.vigil.sigma.project.ProjectedEvent;
import tw.vigil.sigma.project.Projection;

/// The rules for one log source, arranged so that an event asks only those that it may concern. Immutable and
/// thread-safe.
///
/// Each rule is found by witnesses: texts, numbers or mere presence at a path, of which one must occur for the
/// rule to hold. Rules without any are asked about every event.
public final class RuleIndex {

    private final Projection projection;
    private final Map<Integer, int[]> pathsOfField = new HashMap<>();
    private final @Nullable PathIndex[] byPath;
    private final List<Check> checks = new ArrayList<>();
    private final int[] always;
    private final int atoms;

    /// @param detections of the rules; their place is their number
    /// @param places for each field number the paths to try
    /// @param alsoFields fields that are asked for beside the detections
    public RuleIndex(List<Detection> detections, FieldPath[][] places, List<Integer> alsoFields, Decoder decoder) {
        TreeSet<Integer> fields = new TreeSet<>(alsoFields);
        detections.forEach(detection -> addFields(detection, fields));
        boolean keywords = fields.remove(Detection.KEYWORD);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<FieldPath> paths = new ArrayList<>();
        for (int field : fields) {
            int[] own = new int[places[field].length];
            for (int i = 0; i < own.length; i++) {
                var path = places[field][i];
                own[i] = numbers.computeIfAbsent(path.name(), _ -> {
                    paths.add(path);
                    return paths.size() - 1;
                });
            }
            pathsOfField.put(field, own);
        }
        this.projection = new Projection(paths, decoder, keywords);
        pathsOfField.put(Detection.KEYWORD, new int[] {projection.keywordPath()});
        var compiler = new CheckCompiler(this::paths, decoder);
        detections.forEach(detection -> checks.add(compiler.compile(detection)));
        this.atoms = compiler.atoms();
        this.byPath = new @Nullable PathIndex[paths.size() + 1];
        this.always = index(detections);
    }

    /// @return the rules without witnesses
    private int[] index(List<Detection> detections) {
        var witnesses = new Witnesses(detections);
        List<Integer> unfound = new ArrayList<>();
        Map<Integer, Map<Witness, SortedSet<Integer>>> wanted = new HashMap<>();
        for (int rule = 0; rule < detections.size(); rule++) {
            var chosen = witnesses.chosen(detections.get(rule));
            if (chosen == null) {
                unfound.add(rule);
                continue;
            }
            for (var witness : chosen) {
                for (int path : paths(witness.field())) {
                    wanted.computeIfAbsent(path, _ -> new HashMap<>())
                            .computeIfAbsent(witness, _ -> new TreeSet<>())
                            .add(rule);
                }
            }
        }
        wanted.forEach((path, witnessesOfPath) -> byPath[path] = new PathIndex(witnessesOfPath));
        return unfound.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void addFields(Detection detection, Set<Integer> fields) {
        switch (detection) {
            case Detection.All(var parts) -> parts.forEach(part -> addFields(part, fields));
            case Detection.Any(var parts) -> parts.forEach(part -> addFields(part, fields));
            case Detection.Not(var part) -> addFields(part, fields);
            case Detection.Named(var _, var part) -> addFields(part, fields);
            case Detection.Scoped scoped -> fields.add(scoped.field());
            case Item item -> {
                fields.add(item.field());
                for (var alternative : item.alternatives()) {
                    if (alternative.test() instanceof FieldTest.SameAs same) {
                        fields.add(same.field());
                    }
                }
            }
        }
    }

    public Projection projection() {
        return projection;
    }

    /// Where a field that some rule uses may lie, best first.
    public int[] paths(int field) {
        return pathsOfField.getOrDefault(field, new int[0]);
    }

    /// Fills `evaluation.candidates()` with the rules that the event it was made for may concern.
    public void find(Evaluation evaluation) {
        evaluation.begin(checks.size(), atoms);
        ProjectedEvent event = evaluation.event();
        var candidates = evaluation.candidates();
        candidates.addAll(always);
        for (int i = 0; i < event.presentCount(); i++) {
            int path = event.presentPath(i);
            var index = byPath[path];
            if (index != null) {
                index.collect(event, path, candidates, evaluation.listeners());
            }
        }
        candidates.sort();
    }

    /// Whether a candidate holds.
    public boolean holds(int rule, Evaluation evaluation) {
        return checks.get(rule).holds(evaluation);
    }
}
