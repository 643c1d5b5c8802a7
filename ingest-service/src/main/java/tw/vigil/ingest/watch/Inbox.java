package tw.vigil.ingest.watch;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The folder of one source: which files in it are complete, and where they go afterwards. A file stays where it is
/// until it is dealt with, so a process that dies leaves it to the next.
final class Inbox {
    private static final Set<String> ENDINGS =
            Set.of(".json", ".jsonl", ".ndjson", ".log", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".log.gz");

    private record Seen(long size, FileTime modified, Instant since) {}

    private final Path folder;
    private final Duration settle;
    private final Map<Path, Seen> seen = new HashMap<>();

    Inbox(Path folder, Duration settle) {
        this.folder = folder;
        this.settle = settle;
    }

    /// Makes the folder and its `done` and `failed`.
    void open() throws IOException {
        Files.createDirectories(folder.resolve("done"));
        Files.createDirectories(folder.resolve("failed"));
    }

    /// The complete files, by name.
    List<Path> complete(Instant now) throws IOException {
        var complete = new ArrayList<Path>();
        var present = new HashMap<Path, Seen>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Inbox::isCandidate).sorted().toList()) {
                if (isComplete(file, now, present)) {
                    complete.add(file);
                }
            }
        }
        seen.clear();
        seen.putAll(present);
        return complete;
    }

    void done(Path file) throws IOException {
        move(file, folder.resolve("done"));
    }

    /// @param reason text beside the file, for people
    void failed(Path file, String reason) throws IOException {
        Path moved = move(file, folder.resolve("failed"));
        Files.writeString(moved.resolveSibling(moved.getFileName() + ".reason.txt"), reason);
    }

    static boolean holdsLines(Path file) {
        String name = name(file);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        return plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".log");
    }

    private boolean isComplete(Path file, Instant now, Map<Path, Seen> present) throws IOException {
        // A link could point at a file that its maker may not read.
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            return false;
        }
        Seen before = seen.get(file);
        Instant since = before != null
                        && before.size() == attributes.size()
                        && before.modified().equals(attributes.lastModifiedTime())
                ? before.since()
                : now;
        var current = new Seen(attributes.size(), attributes.lastModifiedTime(), since);
        present.put(file, current);
        return !current.since().plus(settle).isAfter(now)
                || !attributes.lastModifiedTime().toInstant().plus(settle).isAfter(now);
    }

    /// Never overwrites: a second file of the same name gets a number.
    private static Path move(Path file, Path target) throws IOException {
        Path free = target.resolve(file.getFileName());
        for (int i = 1; Files.exists(free); i++) {
            free = target.resolve(i + "-" + file.getFileName());
        }
        try {
            return Files.move(file, free, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            return Files.move(file, free);
        }
    }

    private static boolean isCandidate(Path file) {
        String name = name(file);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
