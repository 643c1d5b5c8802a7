package tw.vigil.ingest.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The places of a record whose text is kept, such as `userIdentity.accountId` and `resources[0].ARN`, as a tree that
/// is descended while a record is read. A name may itself hold dots: `a.b` is also the member `a.b` of the record.
/// Immutable.
public final class Paths {
    private final String path;
    private final boolean wanted;
    private final Map<String, Paths> members;
    private final List<@Nullable Paths> elements;

    private Paths(String path, boolean wanted, Map<String, Paths> members, List<@Nullable Paths> elements) {
        this.path = path;
        this.wanted = wanted;
        this.members = members;
        this.elements = elements;
    }

    private Paths(String path, Collection<String> all) {
        this.path = path;
        wanted = all.contains(path);
        members = new HashMap<>();
        elements = new ArrayList<>();
        for (String below : all) {
            if (below.length() > path.length() && below.startsWith(path)) {
                descend(below.substring(path.length()), all);
            }
        }
    }

    /// @param all paths as [JsonRecord] writes them
    public static Paths of(Collection<String> all) {
        return new Paths("", all);
    }

    /// These and a member of the record itself, whatever signs are in its name.
    public Paths and(String name) {
        Paths below = members.get(name);
        var more = new HashMap<>(members);
        more.put(
                name,
                below == null
                        ? new Paths(name, true, Map.of(), List.of())
                        : new Paths(below.path, true, below.members, below.elements));
        return new Paths(path, wanted, more, elements);
    }

    private void descend(String rest, Collection<String> all) {
        if (rest.charAt(0) == '[') {
            int end = rest.indexOf(']');
            int index = Integer.parseInt(rest, 1, end, 10);
            while (elements.size() <= index) {
                elements.add(null);
            }
            if (elements.get(index) == null) {
                elements.set(index, new Paths(path + rest.substring(0, end + 1), all));
            }
            return;
        }
        int start = 0;
        if (!path.isEmpty()) {
            if (rest.charAt(0) != '.') {
                return;
            }
            start = 1;
        }
        for (int end = start + 1; end <= rest.length(); end++) {
            if (end == rest.length() || rest.charAt(end) == '.' || rest.charAt(end) == '[') {
                String until = rest.substring(0, end);
                members.computeIfAbsent(rest.substring(start, end), _ -> new Paths(path + until, all));
            }
        }
    }

    String path() {
        return path;
    }

    boolean wanted() {
        return wanted;
    }

    @Nullable
    Paths member(String name) {
        return members.get(name);
    }

    @Nullable
    Paths element(int index) {
        return index < elements.size() ? elements.get(index) : null;
    }
}
