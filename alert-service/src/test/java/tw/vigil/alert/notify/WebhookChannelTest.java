package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.alert.routing.Unit;
import tw.vigil.alert.routing.Units;
import tw.vigil.alert.stand.HookReceiver;

class WebhookChannelTest extends ChannelContract {
    private final HookReceiver receiver = new HookReceiver(0);
    private final HookReceiver refusing = new HookReceiver(0);
    private WebhookChannel channel;
    private Path secret;

    WebhookChannelTest(@TempDir Path folder) throws IOException {
        secret = Files.writeString(folder.resolve("secret"), "a secret for tests");
        channel = channel(true);
    }

    @BeforeEach
    void refuse() {
        refusing.answer(500);
    }

    @AfterEach
    void close() {
        channel.close();
        receiver.close();
        refusing.close();
    }

    @Test
    void anInternalAddressIsRefusedUnlessAllowed() throws InterruptedException {
        var guarded = channel(false);

        var outcome =
                guarded.send(new Channel.Message("msg_x", "A-000001", acceptingRecipient(), "{}", Instant.EPOCH, null));

        assertThat(outcome.reply()).contains("internal");
        assertThat(receiver.calls()).isEmpty();
        guarded.close();
    }

    @Test
    void aUnitWithAHookOfItsOwnGetsItThere() {
        var own = URI.create("https://hooks.example/soc");

        assertThat(channel.recipients(new Unit("SOC", "a", "b", List.of(), List.of(), own)))
                .containsExactly("https://hooks.example/soc");
    }

    @Test
    void aHookWithoutASecretStopsTheStart() {
        var unsigned = new WebhookChannel(new Config(Optional.empty(), false), Clock.systemUTC());
        var unit = new Unit("SOC", "a", "b", List.of(), List.of(), URI.create("https://hooks.example/soc"));

        assertThatThrownBy(() -> unsigned.mustBeSigned(new StartupEvent(), new Hooked(List.of(unit))))
                .hasMessageContaining("VIGIL_HOOK_SECRET_FILE");
        unsigned.mustBeSigned(new StartupEvent(), new Hooked(List.of()));
        unsigned.close();
    }

    @Override
    Channel channel() {
        return channel;
    }

    @Override
    String acceptingRecipient() {
        return "http://127.0.0.1:" + receiver.port() + "/";
    }

    @Override
    String refusingRecipient() {
        return "http://127.0.0.1:" + refusing.port() + "/";
    }

    @Override
    List<String> acceptedIds() {
        return receiver.calls().stream()
                .map(call -> call.headers().getOrDefault("webhook-id", ""))
                .toList();
    }

    private WebhookChannel channel(boolean allowInternal) {
        return new WebhookChannel(new Config(Optional.of(secret), allowInternal), Clock.systemUTC());
    }

    private record Hooked(List<Unit> all) implements Units {
        @Override
        public Optional<Unit> unit(String code) {
            return Optional.empty();
        }
    }

    private record Config(Optional<Path> secretFile, boolean allowInternal) implements HookConfig {
        @Override
        public Optional<URI> url() {
            return Optional.empty();
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }
}
