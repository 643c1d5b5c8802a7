package tw.vigil.alert.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import tw.vigil.alert.routing.Unit;

/// Mail by SMTP, one to each member of a unit, so that every person has a receipt of their own.
@ApplicationScoped
class EmailChannel implements Channel {
    private static final Logger LOG = Logger.getLogger(EmailChannel.class);

    private final MailConfig config;
    private final ReactiveMailer mailer;
    private final ObjectMapper json;
    /// One event loop for all mails. Vert.x' mail client sets a connection up on the thread that sends.
    /// On one that is not its event loop, a greeting or an end of the connection that comes meanwhile is
    /// lost, and the mail with it until the timeout.
    private final Executor eventLoop;

    EmailChannel(MailConfig config, ReactiveMailer mailer, ObjectMapper json, Vertx vertx) {
        this.config = config;
        this.mailer = mailer;
        this.json = json;
        this.eventLoop = MutinyHelper.executor(vertx.getOrCreateContext());
        if (config.host().isEmpty()) {
            LOG.warn("no SMTP server is set (VIGIL_SMTP_HOST): nobody gets mail");
        }
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public List<String> recipients(Unit unit) {
        return config.host().isPresent() ? unit.members() : List.of();
    }

    @Override
    public Outcome send(Message message) throws InterruptedException {
        try {
            var notification = json.readValue(message.payload(), Notification.class);
            var mail = Mail.withText(message.recipient(), MailText.subject(notification), MailText.body(notification))
                    .addHeader("Message-ID", "<" + message.id() + "@vigil.invalid>")
                    .addHeader("Auto-Submitted", "auto-generated")
                    .addHeader("X-Vigil-Alert", notification.data().alertId());
            if (message.traceparent() != null) {
                mail.addHeader("X-Vigil-Traceparent", message.traceparent());
            }
            mailer.send(mail).runSubscriptionOn(eventLoop).await().atMost(config.timeout());
            return new Outcome.Delivered("accepted by the SMTP server");
        } catch (JsonProcessingException e) {
            return new Outcome.Failed("the stored message cannot be read: " + e.getOriginalMessage());
        } catch (CompletionException e) {
            return new Outcome.Failed("SMTP: " + Replies.oneLine(e.getCause()));
        } catch (RuntimeException e) {
            return new Outcome.Failed("SMTP: " + Replies.oneLine(e));
        }
    }
}
