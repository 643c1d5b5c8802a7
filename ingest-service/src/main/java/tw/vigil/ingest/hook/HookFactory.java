package tw.vigil.ingest.hook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.jwt.JwtTerms;
import tw.vigil.ingest.hook.jwt.JwtVerifier;
import tw.vigil.ingest.hook.sns.CertificateTrust;
import tw.vigil.ingest.hook.sns.SigningCertificates;
import tw.vigil.ingest.hook.sns.SnsHook;
import tw.vigil.ingest.secret.SecretFolder;

/// Makes the hooks that are configured, and says what is missing where one cannot be made.
@ApplicationScoped
class HookFactory {
    private static final List<String> GOOGLE = List.of("https://accounts.google.com", "accounts.google.com");
    private static final URI GOOGLE_KEYS = URI.create("https://www.googleapis.com/oauth2/v3/certs");
    private static final Duration KEYS_AT_MOST_EVERY = Duration.ofSeconds(5);

    private final SecretFolder<byte[]> secrets;
    private final WebFetch web;
    private final SigningCertificates certificates;
    private final Event<ContentWaits> contentWaits;

    HookFactory(HooksConfig config, WebFetch web, Event<ContentWaits> contentWaits) {
        secrets = new SecretFolder<>(config.hookSecretsDir().orElse(null), secret -> secret);
        this.web = web;
        this.contentWaits = contentWaits;
        certificates = new SigningCertificates(
                web, new CertificateTrust(authorities(config.hooks().authorities()), web), InstantSource.system());
    }

    Hook open(String id, HooksConfig.Pushed.Settings settings) {
        var own = new Secrets(() -> secrets.of(id));
        return switch (settings.kind()) {
            case SNS -> sns(id, settings, own);
            case EVENT_GRID -> new EventGridHook(own, entra(id, settings), new Origins(settings.origins()));
            case CLOUD_EVENTS ->
                new CloudEventsHook(
                        own,
                        new Origins(settings.origins()),
                        settings.signatureHeader().orElse(null));
            case PUBSUB -> new PubSubHook(google(id, settings));
            case GITHUB -> new GitHubHook(own);
            case OKTA -> new OktaHook(own, settings.secretHeader());
            case FIREHOSE -> new FirehoseHook(own, InstantSource.system());
            case M365 -> new MicrosoftHook(own, () -> contentWaits.fire(new ContentWaits(id)));
            case KUBERNETES -> new KubernetesHook(own, clients(id, settings));
        };
    }

    private Hook sns(String id, HooksConfig.Pushed.Settings settings, Secrets passwords) {
        List<String> topics = needed(id, "topics", settings.topics());
        try {
            return new SnsHook(id, topics, passwords, certificates, web);
        } catch (IllegalArgumentException e) {
            throw wrong(id, "topics", e.getMessage());
        }
    }

    private JwtVerifier google(String id, HooksConfig.Pushed.Settings settings) {
        var claims = Map.of(List.of("email"), needed(id, "email", settings.email()), List.of("email_verified"), "true");
        return verifier(
                id, settings, settings.issuer().orElse(GOOGLE), settings.keys().orElse(GOOGLE_KEYS), claims);
    }

    /// Null when nothing is said of tokens, and a key is the proof.
    private @Nullable JwtVerifier entra(String id, HooksConfig.Pushed.Settings settings) {
        if (settings.audience().isEmpty()
                && settings.issuer().isEmpty()
                && settings.keys().isEmpty()) {
            return null;
        }
        return verifier(
                id,
                settings,
                needed(id, "issuer", settings.issuer()),
                needed(id, "keys", settings.keys()),
                Map.of(List.of("appid", "azp"), settings.application()));
    }

    private JwtVerifier verifier(
            String id,
            HooksConfig.Pushed.Settings settings,
            List<String> issuers,
            URI keys,
            Map<List<String>, String> claims) {
        boolean loopback = "http".equals(keys.getScheme()) && isLoopback(keys.getHost());
        if (!"https".equals(keys.getScheme()) && !loopback) {
            throw wrong(id, "keys", "the address of a key set begins with https://");
        }
        var terms = new JwtTerms(issuers, needed(id, "audience", settings.audience()), keys, new HashMap<>(claims));
        return new JwtVerifier(terms, web, KEYS_AT_MOST_EVERY);
    }

    private static boolean isLoopback(@Nullable String host) {
        try {
            return host != null
                    && (host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static List<X500Principal> clients(String id, HooksConfig.Pushed.Settings settings) {
        try {
            return settings.clients().orElse(List.of()).stream()
                    .map(X500Principal::new)
                    .toList();
        } catch (IllegalArgumentException _) {
            throw wrong(id, "clients", "each is the subject of a certificate (RFC 2253), such as CN=kube-apiserver");
        }
    }

    private static <T> T needed(String id, String key, Optional<T> value) {
        return value.orElseThrow(() -> wrong(id, key, "is missing; this kind of hook takes nothing without it"));
    }

    private static IllegalStateException wrong(String id, String key, @Nullable String what) {
        return new IllegalStateException("vigil.ingest.sources.\"" + id + "\".hook." + key + ": " + what);
    }

    private static List<X509Certificate> authorities(Optional<Path> further) {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            var authorities = new ArrayList<X509Certificate>();
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    authorities.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
            if (further.isPresent()) {
                authorities.addAll(CertificateTrust.read(Files.readAllBytes(further.get())));
            }
            return authorities;
        } catch (CertificateException | IOException e) {
            throw new IllegalStateException("vigil.ingest.hooks.authorities holds no certificates in PEM", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's trusted authorities cannot be read", e);
        }
    }
}
