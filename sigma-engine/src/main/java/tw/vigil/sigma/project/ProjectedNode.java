package tw.vigil.sigma.project;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.FieldPath;

/// A place in events that rules look at or below.
final class ProjectedNode {

    /// Nobody looks here.
    static final ProjectedNode NOWHERE = new ProjectedNode(new int[0], List.of());

    /// A string here may hold JSON that `path`, of which `from` segments are consumed, goes into.
    record Opening(int number, FieldPath path, int from) {}

    /// A member name that leads on.
    static final class Edge {
        private final byte[] name;
        private final long hash;
        private final ProjectedNode target;
        private final int number;
        private int[] rivals = new int[0];

        Edge(byte[] name, ProjectedNode target, int number) {
            this.name = name;
            this.hash = Words.hash(name, 0, name.length);
            this.target = target;
            this.number = number;
        }

        int number() {
            return number;
        }

        ProjectedNode target() {
            return target;
        }

        /// Other names by which some path of this edge goes on from the same object.
        int[] rivals() {
            return rivals;
        }

        void setRivals(int[] rivals) {
            this.rivals = rivals;
        }
    }

    private final int[] ending;
    private final List<Opening> openings;
    private @Nullable Edge[] table = new @Nullable Edge[1];
    private boolean leads;

    ProjectedNode(int[] ending, List<Opening> openings) {
        this.ending = ending;
        this.openings = List.copyOf(openings);
    }

    void connect(List<Edge> edges) {
        int size = Integer.highestOneBit(Math.max(1, edges.size())) * 4;
        table = new @Nullable Edge[size];
        for (var edge : edges) {
            int slot = (int) edge.hash & (size - 1);
            while (table[slot] != null) {
                slot = (slot + 1) & (size - 1);
            }
            table[slot] = edge;
        }
        leads = !edges.isEmpty();
    }

    /// Numbers of the paths that end here.
    int[] ending() {
        return ending;
    }

    List<Opening> openings() {
        return openings;
    }

    /// Whether any member name leads on.
    boolean leads() {
        return leads;
    }

    @Nullable
    Edge edge(byte[] in, int from, int to, long hash) {
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            var edge = table[slot];
            if (edge == null) {
                return null;
            }
            if (edge.hash == hash && edge.name.length == to - from && Words.same(edge.name, 0, in, from, to - from)) {
                return edge;
            }
            slot = (slot + 1) & mask;
        }
    }
}
