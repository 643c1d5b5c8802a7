package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_614_265_330);

    /// The example of the Standard Webhooks specification and its libraries.
    @Test
    void theExampleOfTheSpecificationHolds() {
        var signature = new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(signature.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", TIME, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretWithoutThePrefixIsTakenAsItsBytes() {
        String encoded = Base64.getEncoder().encodeToString("plain".getBytes(StandardCharsets.UTF_8));

        assertThat(new WebhookSignature("plain\n").sign("id", TIME, "body"))
                .isEqualTo(new WebhookSignature("whsec_" + encoded).sign("id", TIME, "body"));
    }

    @Test
    void anEmptySecretIsRefused() {
        assertThatThrownBy(() -> new WebhookSignature(" \n")).isInstanceOf(IllegalArgumentException.class);
    }
}
