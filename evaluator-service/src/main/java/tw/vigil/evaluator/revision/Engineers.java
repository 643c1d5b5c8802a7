package tw.vigil.evaluator.revision;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The rule engineers and their bearer tokens. Requests are rare, so the files are read at each of them, and a token
/// that was taken away is refused at once.
@ApplicationScoped
class Engineers {
    private static final Logger LOG = Logger.getLogger(Engineers.class);
    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 20;

    private final Optional<Path> folder;

    Engineers(RevisionsConfig config) {
        folder = config.engineersDir();
    }

    /// The account that the token belongs to, or null.
    ///
    /// @param authorization the header of this name
    @Nullable
    String account(@Nullable String authorization) {
        if (folder.isEmpty()
                || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        byte[] presented = bytes(authorization.substring(SCHEME.length()).strip());
        String found = null;
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.filter(Engineers::isAccount).toList()) {
                for (String token : tokens(file)) {
                    // every token is compared, in constant time
                    if (MessageDigest.isEqual(bytes(token), presented)) {
                        found = file.getFileName().toString();
                    }
                }
            }
        } catch (IOException e) {
            LOG.errorf("tokens of the rule engineers cannot be read cause=%s", e.toString());
            return null;
        }
        return found;
    }

    private static boolean isAccount(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
    }

    /// A short line is a mistake, not a token.
    private static List<String> tokens(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST)
                .toList();
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }
}
