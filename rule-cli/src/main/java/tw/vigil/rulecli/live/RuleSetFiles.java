package tw.vigil.rulecli.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofFiles;

/// The files of a rule set while the next revision is made of it: those in use, with files from disk laid over them.
public final class RuleSetFiles {
    private static final List<String> FOLDERS = List.of("packs", "rules", "field-mappings", "watch-lists", "registers");

    private final SortedMap<String, String> texts = new TreeMap<>();
    private final SortedMap<String, String> before;

    /// @param inUse `files` of a revision
    public RuleSetFiles(JsonNode inUse) {
        for (JsonNode file : inUse) {
            texts.put(file.path("path").asText(), file.path("text").asText());
        }
        before = new TreeMap<>(texts);
    }

    /// Starts from nothing.
    public void clear() {
        texts.clear();
    }

    /// Lays a file with the events that prove it, or all of a directory, over what is there.
    ///
    /// @return the paths in the rule set, each with the file that it came from
    public SortedMap<String, Path> lay(Path source) {
        var laid = new TreeMap<String, Path>();
        try {
            if (!Files.exists(source)) {
                throw new PackException(source + ": no such file or directory");
            }
            if (Files.isDirectory(source)) {
                try (Stream<Path> walk = Files.walk(source)) {
                    for (Path file : walk.filter(RuleSetFiles::belongs).sorted().toList()) {
                        laid.put(place(file.toAbsolutePath(), source.toAbsolutePath()), file);
                    }
                }
            } else {
                Path root = source.toAbsolutePath().resolveSibling("");
                laid.put(place(source.toAbsolutePath(), root), source);
                Path proof = source.resolveSibling(ProofFiles.of(String.valueOf(source.getFileName())));
                if (Files.exists(proof)) {
                    laid.put(place(proof.toAbsolutePath(), root), proof);
                }
            }
            for (var entry : laid.entrySet()) {
                texts.put(entry.getKey(), Files.readString(entry.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return laid;
    }

    /// Takes a file out, and the events that prove it.
    public void remove(String path) {
        if (texts.remove(path) == null) {
            throw new PackException(path + ": not in the rule set in use; './vigil rules status --files' lists it");
        }
        texts.remove(ProofFiles.of(path));
    }

    /// A file keeps its place below a folder of the layout; a rule from elsewhere goes under `rules/`.
    private static String place(Path file, Path root) {
        Path relative = root.relativize(file);
        for (int i = 0; i < file.getNameCount() - 1; i++) {
            if (FOLDERS.contains(file.getName(i).toString())) {
                return slashed(file.subpath(i, file.getNameCount()));
            }
        }
        return "rules/" + slashed(relative);
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static boolean belongs(Path file) {
        String name = file.getFileName().toString();
        boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
        boolean register = name.equals("clauses.yml") || name.equals("playbooks.yml");
        return Files.isRegularFile(file) && yaml && !register && !name.startsWith(".");
    }

    public SortedMap<String, String> texts() {
        return texts;
    }

    /// What the next revision changes, one line each: `+` new, `~` changed, `-` gone.
    public List<String> changes() {
        var changes = new ArrayList<String>();
        var all = new TreeSet<>(texts.keySet());
        all.addAll(before.keySet());
        for (String path : all) {
            String now = texts.get(path);
            String then = before.get(path);
            if (then == null) {
                changes.add("+ " + path);
            } else if (now == null) {
                changes.add("- " + path);
            } else if (!now.equals(then)) {
                changes.add("~ " + path);
            }
        }
        return changes;
    }

    /// As the evaluator takes it.
    public void writeTo(ObjectNode body) {
        var files = body.putArray("files");
        texts.forEach((path, text) -> files.addObject().put("path", path).put("text", text));
    }
}
