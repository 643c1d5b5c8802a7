package tw.vigil.sigma.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.FieldPath;

/// The paths that the rules for one log source look at, as an automaton over member names. A node is a set of
/// (path, segments consumed); it holds a path at most once. Immutable.
///
/// [FieldPath] prefers, at each object, one of several names that may continue a path (`a.b.c`, then `a`, then
/// `a.b`). An object that holds two of them is told apart by [ProjectedNode]'s rivals and read as a tree.
public final class Projection {

    private final List<FieldPath> paths;
    private final Decoder decoder;
    private final boolean keywords;
    private final Map<Map<Integer, Integer>, ProjectedNode> nodes = new HashMap<>();
    private final ProjectedNode root;
    private int edges;

    /// @param paths different ones; their index is their number
    /// @param keywords some rule searches all scalars
    public Projection(List<FieldPath> paths, Decoder decoder, boolean keywords) {
        this.paths = List.copyOf(paths);
        this.decoder = decoder;
        this.keywords = keywords;
        Map<Integer, Integer> start = new TreeMap<>();
        for (int path = 0; path < paths.size(); path++) {
            start.put(path, 0);
        }
        this.root = build(start);
    }

    /// Breadth first and without recursion: a rule may write a path of any depth.
    private ProjectedNode build(Map<Integer, Integer> start) {
        Deque<Map<Integer, Integer>> open = new ArrayDeque<>();
        var first = node(start, open);
        while (!open.isEmpty()) {
            var states = open.removeFirst();
            connect(states, Objects.requireNonNull(nodes.get(states)), open);
        }
        return first;
    }

    private ProjectedNode node(Map<Integer, Integer> states, Deque<Map<Integer, Integer>> open) {
        return nodes.computeIfAbsent(states, key -> {
            open.addLast(key);
            List<Integer> ending = new ArrayList<>();
            List<ProjectedNode.Opening> openings = new ArrayList<>();
            key.forEach((path, from) -> {
                var field = paths.get(path);
                if (from == field.length()) {
                    ending.add(path);
                }
                if (from > 0 && decoder.opens(field.key(0, from))) {
                    openings.add(new ProjectedNode.Opening(path, field, from));
                }
            });
            return new ProjectedNode(ending.stream().mapToInt(Integer::intValue).toArray(), openings);
        });
    }

    private void connect(Map<Integer, Integer> states, ProjectedNode node, Deque<Map<Integer, Integer>> open) {
        Map<String, Map<Integer, Integer>> steps = new LinkedHashMap<>();
        states.forEach((path, from) -> {
            var field = paths.get(path);
            for (int to = from + 1; to <= field.length(); to++) {
                var name = field.key(from, to);
                if (StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                    steps.computeIfAbsent(name, _ -> new TreeMap<>()).put(path, to);
                }
            }
        });
        List<ProjectedNode.Edge> made = new ArrayList<>();
        Map<Integer, List<Integer>> edgesOfPath = new HashMap<>();
        for (var step : steps.entrySet()) {
            int number = edges++;
            step.getValue()
                    .keySet()
                    .forEach(path -> edgesOfPath
                            .computeIfAbsent(path, _ -> new ArrayList<>())
                            .add(number));
            made.add(new ProjectedNode.Edge(
                    step.getKey().getBytes(StandardCharsets.UTF_8), node(step.getValue(), open), number));
        }
        int at = 0;
        for (var step : steps.values()) {
            int own = made.get(at).number();
            made.get(at)
                    .setRivals(step.keySet().stream()
                            .flatMap(path -> edgesOfPath.getOrDefault(path, List.of()).stream())
                            .distinct()
                            .mapToInt(Integer::intValue)
                            .filter(other -> other != own)
                            .toArray());
            at++;
        }
        node.connect(made);
    }

    ProjectedNode root() {
        return root;
    }

    public List<FieldPath> paths() {
        return paths;
    }

    Decoder decoder() {
        return decoder;
    }

    public boolean keywords() {
        return keywords;
    }

    /// The number under which an event keeps all its scalars.
    public int keywordPath() {
        return paths.size();
    }

    int edges() {
        return edges;
    }
}
