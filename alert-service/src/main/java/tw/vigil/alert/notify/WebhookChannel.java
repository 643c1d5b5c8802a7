package tw.vigil.alert.notify;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.routing.Unit;
import tw.vigil.alert.routing.Units;

/// Signed HTTP callbacks, as Standard Webhooks 1 says. Any 2xx is a delivery; redirects are not followed,
/// because they would lead past the check of the address.
@ApplicationScoped
class WebhookChannel implements Channel {
    private static final String USER_AGENT = "Vigil";

    private final HookConfig config;
    private final Clock clock;
    private final @Nullable WebhookSignature signature;
    private final HttpClient client;

    WebhookChannel(HookConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.signature = config.secretFile().map(WebhookChannel::signature).orElse(null);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout())
                .build();
    }

    void mustBeSigned(@Observes StartupEvent event, Units units) {
        boolean used = config.url().isPresent() || units.all().stream().anyMatch(unit -> unit.hook() != null);
        if (used && signature == null) {
            throw new IllegalStateException("a webhook is configured without vigil.hook.secret-file"
                    + " (VIGIL_HOOK_SECRET_FILE): hooks are always signed");
        }
    }

    private static WebhookSignature signature(Path file) {
        try {
            return new WebhookSignature(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the file of the webhook secret cannot be read", e);
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<String> recipients(Unit unit) {
        return Optional.ofNullable(unit.hook()).or(config::url).map(URI::toString).stream()
                .toList();
    }

    @Override
    public Outcome send(Message message) throws InterruptedException {
        try {
            URI address = URI.create(message.recipient());
            if (refused(address)) {
                return new Outcome.Failed("refused: the address is internal and VIGIL_HOOK_ALLOW_INTERNAL is not true");
            }
            HttpResponse<Void> response =
                    client.send(request(address, message), HttpResponse.BodyHandlers.discarding());
            if (refused(address)) {
                return new Outcome.Failed("refused: the host name turned to an internal address while sending");
            }
            String reply = "HTTP " + response.statusCode();
            return response.statusCode() / 100 == 2 ? new Outcome.Delivered(reply) : new Outcome.Failed(reply);
        } catch (UnknownHostException _) {
            return new Outcome.Failed("the host name does not resolve");
        } catch (IOException | IllegalArgumentException e) {
            return new Outcome.Failed(Replies.oneLine(e));
        }
    }

    /// The JDK's client resolves the name itself and cannot be given the address that was checked. It uses the
    /// JVM's cache of names, which holds an answer for 30 s, so it connects to what was just checked unless the
    /// entry ends in the moment between. The second look, after the answer, uses the same cache: what it shows
    /// is then what the client connected to, and such a delivery is a failure whose status nobody learns.
    /// A network policy is what keeps even that one blind request from arriving.
    private boolean refused(URI address) throws UnknownHostException {
        return !config.allowInternal() && InternalAddresses.reachedBy(address.getHost());
    }

    private HttpRequest request(URI address, Message message) {
        Instant now = clock.instant();
        var request = HttpRequest.newBuilder(address)
                .timeout(config.timeout())
                .header("content-type", "application/json")
                .header("user-agent", USER_AGENT)
                .header("webhook-id", message.id())
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signed(message, now))
                .POST(HttpRequest.BodyPublishers.ofString(message.payload()));
        if (message.traceparent() != null) {
            request.header("traceparent", message.traceparent());
        }
        return request.build();
    }

    private String signed(Message message, Instant now) {
        if (signature == null) {
            throw new IllegalArgumentException("no webhook secret is configured");
        }
        return signature.sign(message.id(), now, message.payload());
    }
}
