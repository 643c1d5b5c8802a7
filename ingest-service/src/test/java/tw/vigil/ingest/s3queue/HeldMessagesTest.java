package tw.vigil.ingest.s3queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class HeldMessagesTest {
    private static final Duration VISIBILITY = Duration.ofSeconds(1);

    private final Queues queues = Queues.start();
    private final HeldMessages held = new HeldMessages(queues.client(), queues.create("trail", 100), VISIBILITY);
    private final Thread keeper = Thread.ofVirtual().unstarted(held::keepHidden);

    @AfterEach
    void stop() throws InterruptedException {
        keeper.interrupt();
        keeper.join();
        queues.close();
    }

    @Test
    void messageInHandStaysHiddenHoweverLongItTakes() {
        queues.send("trail", "announcement");
        Message message = receive();
        keeper.start();

        try (var _ = held.hold(message)) {
            // Three times as long as it would be hidden by itself.
            assertThat(queues.take("trail", VISIBILITY.multipliedBy(3))).isEmpty();
        }

        assertThat(queues.take("trail", Duration.ofSeconds(20))).isEqualTo("announcement");
    }

    private Message receive() {
        return queues.client()
                .receiveMessage(request -> request.queueUrl(queues.url("trail"))
                        .waitTimeSeconds(10)
                        .visibilityTimeout((int) VISIBILITY.toSeconds()))
                .messages()
                .getFirst();
    }
}
