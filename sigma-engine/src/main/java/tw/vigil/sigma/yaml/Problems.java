package tw.vigil.sigma.yaml;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one file. Not thread-safe.
public final class Problems {

    /// @param message what is wrong and what would be accepted instead
    public record Problem(Position position, String message) {}

    private final List<Problem> found = new ArrayList<>();

    public void add(Position position, String message) {
        found.add(new Problem(position, message));
    }

    public void add(YamlNode node, String message) {
        add(node.position(), message);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int count() {
        return found.size();
    }

    public List<Problem> found() {
        return List.copyOf(found);
    }
}
