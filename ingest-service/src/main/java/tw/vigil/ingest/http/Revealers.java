package tw.vigil.ingest.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The people who may see protected values: auditors, each by a credential that opens nothing else. Read anew with each
/// request, for requests are rare.
@ApplicationScoped
class Revealers {
    private static final Logger LOG = Logger.getLogger(Revealers.class);
    private static final String SCHEME = "Bearer ";

    private final Optional<Path> folder;

    Revealers(RevealConfig config) {
        folder = config.tokensDir();
    }

    /// The account that a credential belongs to, or null.
    ///
    /// @param authorization the header of this name
    @Nullable
    String account(@Nullable String authorization) {
        if (folder.isEmpty()
                || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        byte[] presented = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        String account = null;
        try (var files = Files.newDirectoryStream(folder.get(), file -> Files.isRegularFile(file))) {
            for (Path file : files) {
                for (String token : tokens(file)) {
                    if (MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), presented)) {
                        account = String.valueOf(file.getFileName());
                    }
                }
            }
        } catch (IOException e) {
            LOG.errorf("credentials to reveal values cannot be read cause=%s", e.toString());
            return null;
        }
        return account;
    }

    private static List<String> tokens(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
