package tw.vigil.ingest.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// The bearer tokens of the sources. Only their SHA-256 is kept, and every one is compared, in constant time.
@ApplicationScoped
class Tokens {
    enum Verdict {
        ALLOWED,
        /// No source has this token.
        UNKNOWN_TOKEN,
        /// Another source has it.
        OTHER_SOURCE,
        /// Some source has it, and the one asked for does not exist. Only such a caller learns that.
        NO_SUCH_SOURCE
    }

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    private record Loaded(Stamp stamp, List<byte[]> digests) {}

    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final String SCHEME = "Bearer ";

    private final Optional<Path> folder;
    private final Sources sources;
    private final Map<String, Loaded> loaded = new HashMap<>();

    Tokens(TokensConfig config, Sources sources) {
        folder = config.tokensDir();
        this.sources = sources;
        if (folder.isEmpty()) {
            LOG.warn("no source can send over HTTP: vigil.ingest.tokens-dir is not set");
        }
    }

    /// @param authorization the header of this name
    synchronized Verdict judge(String sourceId, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Verdict.UNKNOWN_TOKEN;
        }
        byte[] presented = digest(authorization.substring(SCHEME.length()).strip());
        boolean ofThis = false;
        boolean ofAny = false;
        for (ConfiguredSource source : sources.all()) {
            for (byte[] digest : digests(source.id())) {
                boolean same = MessageDigest.isEqual(digest, presented);
                ofAny |= same;
                ofThis |= same && source.id().equals(sourceId);
            }
        }
        if (ofThis) {
            return Verdict.ALLOWED;
        }
        if (!ofAny) {
            return Verdict.UNKNOWN_TOKEN;
        }
        return sources.find(sourceId) == null ? Verdict.NO_SUCH_SOURCE : Verdict.OTHER_SOURCE;
    }

    private List<byte[]> digests(String sourceId) {
        if (folder.isEmpty()) {
            return List.of();
        }
        Path file = folder.get().resolve(sourceId);
        try {
            if (!Files.isRegularFile(file)) {
                loaded.remove(sourceId);
                return List.of();
            }
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var stamp = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            Loaded known = loaded.get(sourceId);
            if (known == null || !known.stamp().equals(stamp)) {
                known = new Loaded(stamp, read(file));
                loaded.put(sourceId, known);
                LOG.infof(
                        "tokens read source=%s tokens=%d",
                        sourceId, known.digests().size());
            }
            return known.digests();
        } catch (IOException e) {
            LOG.errorf("tokens cannot be read source=%s cause=%s", sourceId, e.toString());
            return List.of();
        }
    }

    private static List<byte[]> read(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Tokens::digest)
                .toList();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
