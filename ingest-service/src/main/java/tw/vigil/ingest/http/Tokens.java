package tw.vigil.ingest.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.secret.SecretFolder;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// The bearer tokens of the sources. Only their SHA-256 is kept, and every one is compared, in constant time.
@ApplicationScoped
public class Tokens {
    public enum Verdict {
        ALLOWED,
        /// No source has this token.
        UNKNOWN_TOKEN,
        /// Another source has it.
        OTHER_SOURCE,
        /// Some source has it, and the one asked for does not exist. Only such a caller learns that.
        NO_SUCH_SOURCE
    }

    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final String SCHEME = "Bearer ";

    private final SecretFolder<byte[]> digests;
    private final Sources sources;

    Tokens(TokensConfig config, Sources sources) {
        digests = new SecretFolder<>(config.tokensDir().orElse(null), Tokens::digest);
        this.sources = sources;
        if (config.tokensDir().isEmpty()) {
            LOG.warn("no source can send over HTTP: vigil.ingest.tokens-dir is not set");
        }
    }

    /// @param authorization the header of this name
    public Verdict judge(String sourceId, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Verdict.UNKNOWN_TOKEN;
        }
        byte[] presented =
                digest(authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
        boolean ofThis = false;
        boolean ofAny = false;
        for (ConfiguredSource source : sources.all()) {
            for (byte[] digest : digests.of(source.id())) {
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

    private static byte[] digest(byte[] token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
