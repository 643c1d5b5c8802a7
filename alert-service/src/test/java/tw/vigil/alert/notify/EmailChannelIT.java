package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.notify.Channel.Outcome;
import tw.vigil.alert.stand.AlertStand;

@QuarkusTest
@WithTestResource(AlertStand.class)
class EmailChannelIT extends ChannelContract {
    private final EmailChannel channel;
    private final int mailPort;
    private MailServer mail;

    EmailChannelIT(EmailChannel channel, @ConfigProperty(name = "quarkus.mailer.port") int mailPort) {
        this.channel = channel;
        this.mailPort = mailPort;
    }

    @BeforeEach
    void listen() {
        mail = MailServer.start(mailPort);
    }

    @AfterEach
    void close() {
        mail.stop();
    }

    @Override
    Channel channel() {
        return channel;
    }

    @Override
    String acceptingRecipient() {
        return "contract@vigil.example";
    }

    @Override
    String refusingRecipient() {
        return "this is no address";
    }

    @Override
    List<String> acceptedIds() {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> header(message, "To").equals(acceptingRecipient()))
                .map(message -> header(message, "Message-ID").replaceAll("^<|@vigil.invalid>$", ""))
                .toList();
    }

    @Test
    void aServerThatWasRestartedGetsTheNextMail() throws InterruptedException {
        for (int restart = 0; restart < 50; restart++) {
            close();
            listen();

            Outcome outcome = channel.send(message("msg_after_restart", acceptingRecipient()));

            assertThat(outcome).as("restart %d", restart).isInstanceOf(Outcome.Delivered.class);
            assertThat(acceptedIds()).containsExactly("msg_after_restart");
        }
    }

    private static String header(MimeMessage message, String name) {
        try {
            return String.valueOf(message.getHeader(name, ","));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
