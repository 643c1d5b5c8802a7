package tw.vigil.alert.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// Gives the key of the session cookies, so that a restart signs nobody out: `VIGIL_ALERT_SESSION_KEY_FILE`,
/// else the file `session-key` in `VIGIL_ALERT_ACCOUNTS_DIR`, made at the first start. Without either it is
/// made anew at each start; the server's own way would write it to the log.
public final class SessionKeySource implements ConfigSource {
    private static final String KEY = "quarkus.http.auth.session.encryption-key";
    private static final int ORDINAL = 260;
    private static final int KEY_BYTES = 32;

    private @Nullable String key;

    /// None: whoever lists the settings, as the build does to keep them with the application, does not meet the
    /// key. Only who asks for it by name gets it.
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public @Nullable String getValue(String name) {
        return KEY.equals(name) ? kept() : null;
    }

    private synchronized String kept() {
        String known = key;
        if (known == null) {
            known = key();
            key = known;
        }
        return known;
    }

    @Override
    public String getName() {
        return "session key";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    private static String key() {
        String file = setting("vigil.alert.session-key-file", "VIGIL_ALERT_SESSION_KEY_FILE");
        String dir = setting("vigil.alert.accounts.dir", "VIGIL_ALERT_ACCOUNTS_DIR");
        try {
            if (file != null) {
                return Files.readString(Path.of(file)).strip();
            }
            return dir == null ? generate() : keptIn(Path.of(dir));
        } catch (IOException e) {
            throw new UncheckedIOException("the key of the session cookies cannot be read", e);
        }
    }

    private static String keptIn(Path dir) throws IOException {
        Path file = dir.resolve("session-key");
        if (!Files.exists(file)) {
            if (!Files.isWritable(dir)) {
                return generate();
            }
            create(file);
        }
        return Files.readString(file).strip();
    }

    private static void create(Path file) throws IOException {
        Path made = Files.createTempFile(
                file.getParent(),
                "session-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var _ = Files.writeString(made, generate(), StandardOpenOption.WRITE);
        try {
            var _ = Files.createLink(file, made);
        } catch (FileAlreadyExistsException _) {
            // Another instance was first; its key is as good.
        } finally {
            Files.delete(made);
        }
    }

    private static String generate() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? null : value;
    }
}
