package tw.vigil.ingest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import tw.vigil.ingest.hook.jwt.Tokens;
import tw.vigil.ingest.hook.sns.Certificates;
import tw.vigil.ingest.hook.sns.SnsMessages;

/// Vendors that push: a source for each kind of hook, their secrets, an authority, and an issuer of tokens. Tests find
/// the private keys in files, for the service under test has classes of its own.
final class HookStand implements AutoCloseable {
    static final String GITHUB_SECRET = "github-secret-0123456789";
    static final String OKTA_SECRET = "okta-secret-0123456789";
    static final String FIREHOSE_KEY = "firehose-key-0123456789";
    static final String EVENT_GRID_KEY = "eventgrid-key-0123456789";
    static final String KUBERNETES_TOKEN = "kubernetes-hook-0123456789";
    static final String CLOUD_EVENTS_TOKEN = "cloudevents-token-0123456789";
    static final String SNS_PASSWORD = "sns-password-0123456789";

    private static final String TOKEN_KEY = "issuer.jwk";
    private static final String SNS_KEY = "sns.key";

    private final Path folder;
    private final HttpServer keys;
    private final Map<String, String> settings = new HashMap<>();

    HookStand(Path folder) throws IOException {
        this.folder = Files.createDirectory(folder.resolve("hooks"));
        var issuer = Tokens.quickIssuer("stand");
        write(TOKEN_KEY, issuer.secret());
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.createContext("/", exchange -> {
            byte[] body = issuer.keys();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        keys.start();
        sns();
        settings.put(
                "vigil.ingest.hook-secrets-dir", this.folder.resolve("secrets").toString());
        settings.put("test.hooks-dir", this.folder.toString());
        Files.createDirectory(this.folder.resolve("secrets"));
        hook("hook.sns", "aws.cloudtrail", "sns", SNS_PASSWORD, Map.of("topics", SnsMessages.TOPIC));
        hook("hook.github", "aws.cloudtrail", "github", GITHUB_SECRET, Map.of());
        hook("hook.okta", "aws.cloudtrail", "okta", OKTA_SECRET, Map.of());
        hook("hook.firehose", "aws.cloudtrail", "firehose", FIREHOSE_KEY, Map.of());
        hook("hook.eventgrid", "aws.cloudtrail", "event-grid", EVENT_GRID_KEY, Map.of());
        hook("hook.cloudevents", "aws.cloudtrail", "cloud-events", CLOUD_EVENTS_TOKEN, Map.of());
        hook("hook.m365", "aws.cloudtrail", "m365", "auth-id-0123456789", Map.of());
        hook("hook.kubernetes", "kubernetes.audit", "kubernetes", KUBERNETES_TOKEN, Map.of());
        hook(
                "hook.pubsub",
                "aws.cloudtrail",
                "pubsub",
                "",
                Map.of(
                        "audience",
                        Tokens.AUDIENCE,
                        "email",
                        Tokens.EMAIL,
                        "keys",
                        "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys"));
    }

    Map<String, String> settings() {
        return settings;
    }

    /// The issuer, in a test.
    static Tokens issuer(Path folder) throws IOException, JoseException {
        return Tokens.of(PublicJsonWebKey.Factory.newPublicJwk(Files.readString(folder.resolve(TOKEN_KEY))));
    }

    /// The key that SNS signs with, in a test.
    static PrivateKey snsKey(Path folder) throws IOException {
        return Certificates.read(Files.readAllBytes(folder.resolve(SNS_KEY)));
    }

    private void sns() throws IOException {
        var authority = Certificates.authority("Root of the test");
        var sns = authority.signer("sns.amazonaws.com");
        Files.write(folder.resolve("authorities.pem"), authority.pem());
        Files.write(folder.resolve("sns.pem"), sns.pem());
        Files.write(folder.resolve(SNS_KEY), sns.key().getEncoded());
        settings.put(
                "vigil.ingest.hooks.authorities",
                folder.resolve("authorities.pem").toString());
    }

    private void hook(String id, String type, String kind, String secret, Map<String, String> more) throws IOException {
        String prefix = "vigil.ingest.sources.\"" + id + "\".";
        settings.put(prefix + "type", type);
        settings.put(prefix + "hook.kind", kind);
        more.forEach((key, value) -> settings.put(prefix + "hook." + key, value));
        write("secrets/" + id, secret);
    }

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        keys.stop(0);
    }
}
