package tw.vigil.alert.notify;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import tw.vigil.alert.routing.Unit;

/// The steps of alerts, in order per alert, to `vigil.alerts`. No unit lists it, and no step is ever given
/// up.
@ApplicationScoped
class StepChannel implements Channel {
    static final String NAME = "kafka";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Emitter<String> alerts;

    StepChannel(@org.eclipse.microprofile.reactive.messaging.Channel("alerts") Emitter<String> alerts) {
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> recipients(Unit unit) {
        return List.of();
    }

    @Override
    public boolean forUnits() {
        return false;
    }

    @Override
    public boolean inOrder() {
        return true;
    }

    @Override
    public boolean mayDie() {
        return false;
    }

    @Override
    public Outcome send(Channel.Message message) throws InterruptedException {
        var headers = new RecordHeaders();
        headers.add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
        if (message.traceparent() != null) {
            headers.add("traceparent", message.traceparent().getBytes(StandardCharsets.UTF_8));
        }
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(message.key())
                .withHeaders(headers)
                .build();
        var sent = new CompletableFuture<Void>();
        try {
            alerts.send(org.eclipse.microprofile.reactive.messaging.Message.of(
                            message.payload(),
                            () -> {
                                sent.complete(null);
                                return CompletableFuture.completedFuture(null);
                            },
                            cause -> {
                                sent.completeExceptionally(cause);
                                return CompletableFuture.completedFuture(null);
                            })
                    .addMetadata(metadata));
            var _ = sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome.Delivered("acknowledged by the broker");
        } catch (ExecutionException e) {
            return new Outcome.Failed("broker: " + Replies.oneLine(e.getCause()));
        } catch (TimeoutException _) {
            return new Outcome.Failed("broker: no acknowledgement within " + PATIENCE.toSeconds() + " s");
        } catch (IllegalStateException e) {
            return new Outcome.Failed("broker: " + Replies.oneLine(e));
        }
    }
}
