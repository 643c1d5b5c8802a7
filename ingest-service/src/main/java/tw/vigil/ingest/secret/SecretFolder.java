package tw.vigil.ingest.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A folder with one file for each source id; each line of it that is not blank is a secret, so that an old and a new
/// one hold during a rotation. A file is read again when it changes.
///
/// @param <T> what is kept of a secret in memory
public final class SecretFolder<T> {
    private static final Logger LOG = Logger.getLogger(SecretFolder.class);
    private static final long LARGEST_FILE = 64 * 1024;

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    private record Loaded<T>(Stamp stamp, List<T> secrets) {}

    private final @Nullable Path folder;
    private final Function<byte[], T> keep;
    private final Map<String, Loaded<T>> loaded = new HashMap<>();

    /// @param folder null when there is none: no source has a secret
    public SecretFolder(@Nullable Path folder, Function<byte[], T> keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /// The secrets of a source, none when it has no file or the file cannot be read.
    ///
    /// @param sourceId of a configured source: never what a caller made up
    public synchronized List<T> of(String sourceId) {
        if (folder == null) {
            return List.of();
        }
        Path file = folder.resolve(sourceId);
        try {
            if (!Files.isRegularFile(file)) {
                loaded.remove(sourceId);
                return List.of();
            }
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var stamp = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            Loaded<T> known = loaded.get(sourceId);
            if (known == null || !known.stamp().equals(stamp)) {
                known = new Loaded<>(stamp, read(file, stamp.size()));
                loaded.put(sourceId, known);
                LOG.infof(
                        "secrets read sourceId=%s path=%s secrets=%d",
                        sourceId, file, known.secrets().size());
            }
            return known.secrets();
        } catch (IOException e) {
            LOG.errorf("secrets cannot be read sourceId=%s path=%s cause=%s", sourceId, file, e.toString());
            return List.of();
        }
    }

    private List<T> read(Path file, long size) throws IOException {
        if (size > LARGEST_FILE) {
            throw new IOException("larger than " + LARGEST_FILE + " bytes");
        }
        return Files.readString(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> keep.apply(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
