package tw.vigil.alert.intake;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.QuarantineHeaders;

/// Puts what cannot be read on `vigil.quarantine`, bytes untouched; returns when the broker has it.
@ApplicationScoped
class Quarantine {
    private static final Logger LOG = Logger.getLogger(Quarantine.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final String STAGE = "alert";

    private final Emitter<byte[]> emitter;

    Quarantine(@Channel("quarantine") Emitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    void put(ConsumerRecord<String, byte[]> received, String reason, String detail) throws InterruptedException {
        while (true) {
            try {
                var _ = send(received, reason, detail).get();
                return;
            } catch (ExecutionException | IllegalStateException e) {
                LOG.warnf(
                        e,
                        "the quarantine topic did not take a record topic=%s partition=%d offset=%d",
                        received.topic(),
                        received.partition(),
                        received.offset());
                Thread.sleep(RETRY);
            }
        }
    }

    private CompletableFuture<@Nullable Void> send(
            ConsumerRecord<String, byte[]> received, String reason, String detail) {
        byte @Nullable [] value = received.value();
        byte[] bytes = value == null ? new byte[0] : value;
        var headers = new RecordHeaders();
        String position = received.topic() + " " + received.partition() + ":" + received.offset();
        new QuarantineHeaders(
                        reason,
                        detail,
                        STAGE,
                        "findings",
                        position,
                        Instant.ofEpochMilli(Math.max(0, received.timestamp())),
                        sha256(bytes),
                        Map.of(),
                        null)
                .toMap()
                .forEach(headers::add);
        var traceparent = received.headers().lastHeader("traceparent");
        if (traceparent != null) {
            headers.add(traceparent);
        }
        var metadata = OutgoingKafkaRecordMetadata.<String>builder().withHeaders(headers);
        if (received.key() != null) {
            metadata.withKey(received.key());
        }
        var done = new CompletableFuture<@Nullable Void>();
        emitter.send(Message.of(
                        bytes,
                        () -> {
                            done.complete(null);
                            return CompletableFuture.completedFuture(null);
                        },
                        cause -> {
                            done.completeExceptionally(cause);
                            return CompletableFuture.completedFuture(null);
                        })
                .addMetadata(metadata.build()));
        return done;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
