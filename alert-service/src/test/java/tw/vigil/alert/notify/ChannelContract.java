package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.notify.Channel.Message;
import tw.vigil.alert.notify.Channel.Outcome;
import tw.vigil.alert.routing.Unit;

/// What every channel must do; each has a test that extends this.
abstract class ChannelContract {
    private static final String PAYLOAD = """
            {"type":"alert.opened","timestamp":"2026-03-02T01:00:00Z","data":{"alert_id":"A-000001","status":"new",
             "level":"high","unit":"SOC","copies":[],"title":"Title","rule":{"id":"r","version":"v"},"clauses":[],
             "group":{},"entities":{},"count":1,"new_events":1,"first_event":"2026-03-02T01:00:00Z",
             "last_event":"2026-03-02T01:00:00Z","created":"2026-03-02T01:00:00Z","link":"http://localhost/x",
             "reasons":[],"finding_ids":[],"events":[]}}
            """;

    abstract Channel channel();

    /// An address that accepts.
    abstract String acceptingRecipient();

    /// An address that does not.
    abstract String refusingRecipient();

    /// Ids of the messages that were accepted, in the order of their arrival.
    abstract List<String> acceptedIds();

    @Test
    void aReceiverThatAcceptsIsADelivery() throws InterruptedException {
        Outcome outcome = channel().send(message("msg_one", acceptingRecipient()));

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(outcome.reply()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void aMessageThatIsSentTwiceCarriesTheSameId() throws InterruptedException {
        var message = message("msg_twice", acceptingRecipient());

        Outcome first = channel().send(message);
        Outcome second = channel().send(message);

        assertThat(first).isInstanceOf(Outcome.Delivered.class);
        assertThat(second).isInstanceOf(Outcome.Delivered.class);
        assertThat(acceptedIds()).containsExactly("msg_twice", "msg_twice");
    }

    @Test
    void aReceiverThatRefusesIsAnOutcomeAndNotAnException() throws InterruptedException {
        Outcome outcome = channel().send(message("msg_refused", refusingRecipient()));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.reply()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
    }

    @Test
    void aUnitWithoutAnAddressHasNoRecipients() {
        assertThat(channel().recipients(new Unit("XX", "x", "x", List.of(), List.of(), null)))
                .isEmpty();
    }

    @Test
    void theNameIsLowerCase() {
        assertThat(channel().name()).matches("[a-z][a-z0-9-]*");
    }

    static Message message(String id, String recipient) {
        return new Message(id, "A-000001", recipient, PAYLOAD, Instant.EPOCH, null);
    }
}
