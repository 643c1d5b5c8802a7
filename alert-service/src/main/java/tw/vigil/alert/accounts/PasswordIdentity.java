package tw.vigil.alert.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.StoredAccounts.Credentials;

/// Signs people in by name and password, for Basic and for the login form. Made at the start, because its
/// decoy hash takes long enough to hold up an event loop.
@Startup
@ApplicationScoped
class PasswordIdentity implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 1_000;

    private final StoredAccounts accounts;
    private final SignInBrake brake;
    private final String decoy = StoredAccounts.hash("nobody has this password");
    private final byte[] memoryKey = new byte[32];
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    PasswordIdentity(StoredAccounts accounts, SignInBrake brake) {
        this.accounts = accounts;
        this.brake = brake;
        new SecureRandom().nextBytes(memoryKey);
    }

    /// A password that was right a moment ago, as a keyed hash: Basic sends it with every request, and bcrypt
    /// is slow by design.
    private record Remembered(String passwordHash, Instant until) {}

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        String name = request.getUsername().toLowerCase(Locale.ROOT);
        String password = new String(request.getPassword().getPassword());
        return context.runBlocking(() -> signIn(name, password));
    }

    private SecurityIdentity signIn(String name, String password) {
        if (brake.refuses(name)) {
            throw new AuthenticationFailedException("too many failed attempts; try again in a minute");
        }
        Optional<Credentials> found = accounts.credentials(name);
        String hash = found.map(Credentials::passwordHash).orElse(decoy);
        boolean right = right(name, password, hash) && found.isPresent();
        if (!right) {
            brake.failed(name);
            throw new AuthenticationFailedException("name or password is wrong");
        }
        brake.succeeded(name);
        return identity(found.orElseThrow().account());
    }

    private boolean right(String name, String password, String hash) {
        String memory = mac(name + "\n" + hash + "\n" + password);
        @Nullable Remembered known = remembered.get(memory);
        Instant now = Instant.now();
        if (known != null && known.passwordHash().equals(hash) && known.until().isAfter(now)) {
            return true;
        }
        if (!BcryptUtil.matches(password, hash)) {
            return false;
        }
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(memory, new Remembered(hash, now.plus(REMEMBERED)));
        return true;
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(memoryKey, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static SecurityIdentity identity(Account account) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(account.name()))
                .addRoles(account.roles().stream().map(Role::wire).collect(Collectors.toSet()))
                .build();
    }
}
