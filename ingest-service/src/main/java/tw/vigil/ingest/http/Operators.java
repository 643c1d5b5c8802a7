package tw.vigil.ingest.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.own.Refusals;

/// The people who may look into the quarantine, by the tokens in their files. Read anew for each of their few requests.
@ApplicationScoped
class Operators {
    private static final Logger LOG = Logger.getLogger(Operators.class);
    private static final String SCHEME = "Bearer ";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Optional<Path> folder;
    private final Refusals refusals;

    Operators(OperatorsConfig config, Refusals refusals) {
        folder = config.operatorsDir();
        this.refusals = refusals;
    }

    /// Whose token it is, or null when nobody's, which then is told as a refusal.
    ///
    /// @param authorization the header of this name
    @Nullable
    String name(@Nullable String authorization, HttpServerRequest request) {
        String name = owner(authorization);
        if (name == null) {
            refusals.refused(
                    "quarantine", "unknown_token", request.remoteAddress().hostAddress());
        }
        return name;
    }

    private @Nullable String owner(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        byte[] presented = digest(authorization.substring(SCHEME.length()).strip());
        String name = null;
        for (Path file : files()) {
            for (String token : tokens(file)) {
                // All are compared: how long it takes tells nothing.
                if (MessageDigest.isEqual(digest(token), presented)) {
                    name = file.getFileName().toString();
                }
            }
        }
        return name;
    }

    private List<Path> files() {
        if (folder.isEmpty()) {
            return List.of();
        }
        try (var files = Files.list(folder.get())) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            LOG.errorf("tokens of operators cannot be read cause=%s", e.toString());
            return List.of();
        }
    }

    private static List<String> tokens(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            LOG.errorf("tokens of an operator cannot be read cause=%s", e.toString());
            return List.of();
        }
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
