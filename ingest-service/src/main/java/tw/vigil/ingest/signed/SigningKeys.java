package tw.vigil.ingest.signed;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import tw.vigil.ingest.source.ConfiguredSource;

/// The keys of the sources, read at each request: people sign rarely, and a key that is taken away holds at once.
@ApplicationScoped
public class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final long LARGEST_FILE = 64 * 1024;

    private final Optional<Path> folder;
    private final Duration window;

    SigningKeys(SigningConfig config) {
        folder = config.keysDir();
        window = config.window();
    }

    /// Whether a key of the source made this request, now.
    public SignedRequest.Proof prove(SignedRequest request, byte[] body, ConfiguredSource source) {
        return request.prove(body, of(source), Instant.now(), window);
    }

    private List<SigningKey> of(ConfiguredSource source) {
        var keys = new ArrayList<SigningKey>();
        if (folder.isEmpty()) {
            return keys;
        }
        Path file = folder.get().resolve(source.id());
        try {
            if (!Files.isRegularFile(file)) {
                return keys;
            }
            if (Files.size(file) > LARGEST_FILE) {
                LOG.errorf("file of signing keys is too large sourceId=%s", source.id());
                return keys;
            }
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    add(line, source, keys);
                }
            }
        } catch (IOException e) {
            LOG.errorf("signing keys cannot be read sourceId=%s reason=%s", source.id(), e.toString());
        }
        return keys;
    }

    private static void add(String line, ConfiguredSource source, List<SigningKey> keys) {
        try {
            keys.add(SigningKey.parse(line));
        } catch (IllegalArgumentException e) {
            LOG.errorf("signing key cannot be used sourceId=%s reason=%s", source.id(), e.getMessage());
        }
    }
}
