package tw.vigil.alert.accounts;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import tw.vigil.alert.accounts.StoredAccounts.FirstAccount;

/// Makes one account per role when there is none yet.
@ApplicationScoped
class FirstAccounts {
    private static final Logger LOG = Logger.getLogger(FirstAccounts.class);
    private static final int GENERATED_BYTES = 18;
    private static final int SHORTEST = 12;

    private final StoredAccounts accounts;
    private final AccountConfig config;

    FirstAccounts(StoredAccounts accounts, AccountConfig config) {
        this.accounts = accounts;
        this.config = config;
    }

    void start(@Observes @Priority(10) StartupEvent event) {
        if (!accounts.all().isEmpty()) {
            return;
        }
        var first = new ArrayList<FirstAccount>();
        var generated = new ArrayList<FirstAccount>();
        for (Role role : Role.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            Path file = config.dir().map(dir -> dir.resolve(name)).orElse(null);
            if (file != null && Files.isRegularFile(file)) {
                first.add(new FirstAccount(name, role, read(file)));
            } else {
                generated.add(new FirstAccount(name, role, generate()));
            }
        }
        first.addAll(generated);
        if (accounts.addFirst(List.copyOf(first))) {
            LOG.infof("first accounts were made count=%d", first.size());
            // The one place where a password is shown: it exists nowhere else, and this happens once.
            generated.forEach(account -> LOG.warnf(
                    "first password, shown once; sign in and keep it account=%s password=%s",
                    account.name(), account.password()));
        }
    }

    private static String read(Path file) {
        try {
            String password = Files.readString(file).strip();
            if (password.length() < SHORTEST) {
                throw new IllegalStateException(
                        "the password in " + file.getFileName() + " is shorter than " + SHORTEST + " characters");
            }
            return password;
        } catch (IOException e) {
            throw new UncheckedIOException("the file of a first password cannot be read", e);
        }
    }

    private static String generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
