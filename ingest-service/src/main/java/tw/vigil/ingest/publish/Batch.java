package tw.vigil.ingest.publish;

import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/// The records of one request or file on their way into Kafka. Used by one thread.
public final class Batch {
    private final EventLog log;
    private final InFlight inFlight;
    private final Context trace;
    private final Duration timeout;
    private final Semaphore finished = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int sent;

    Batch(EventLog log, InFlight inFlight, Context trace, Duration timeout) {
        this.log = log;
        this.inFlight = inFlight;
        this.trace = trace;
        this.timeout = timeout;
    }

    /// Sends an audit record.
    ///
    /// @param acknowledged runs when Kafka has it, on a thread of Kafka's client: must be quick
    public void event(String key, byte[] value, Map<String, byte[]> headers, Runnable acknowledged)
            throws KafkaUnavailableException {
        send(log.events(), key, value, headers, acknowledged);
    }

    /// Sends what was rejected; see [#event].
    public void quarantine(String key, byte[] value, Map<String, byte[]> headers, Runnable acknowledged)
            throws KafkaUnavailableException {
        send(log.quarantine(), key, value, headers, acknowledged);
    }

    /// Waits until Kafka has acknowledged every record of this batch.
    public void await() throws KafkaUnavailableException {
        try {
            if (!finished.tryAcquire(sent, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                log.heard(false);
                throw new KafkaUnavailableException("Kafka did not acknowledge within " + timeout, failure.get());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        checkFailure();
    }

    private void send(
            Emitter<byte[]> topic, String key, byte[] value, Map<String, byte[]> headers, Runnable acknowledged)
            throws KafkaUnavailableException {
        checkFailure();
        int taken;
        try {
            taken = inFlight.acquire(value.length, timeout);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (taken == 0) {
            throw new KafkaUnavailableException("Kafka did not take records for " + timeout, failure.get());
        }
        var kafkaHeaders = new RecordHeaders();
        headers.forEach(kafkaHeaders::add);
        var metadata = Metadata.of(
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(key)
                        .withHeaders(kafkaHeaders)
                        .build(),
                TracingMetadata.withCurrent(trace));
        sent++;
        topic.send(Message.of(
                value,
                metadata,
                () -> {
                    acknowledged.run();
                    return done(taken, null);
                },
                cause -> done(taken, cause)));
    }

    private CompletableFuture<Void> done(int taken, @Nullable Throwable cause) {
        if (cause != null) {
            failure.compareAndSet(null, cause);
        }
        log.heard(cause == null);
        inFlight.release(taken);
        finished.release();
        return CompletableFuture.completedFuture(null);
    }

    private void checkFailure() throws KafkaUnavailableException {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new KafkaUnavailableException("Kafka did not take a record", cause);
        }
    }

    private static KafkaUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaUnavailableException("stopped while waiting for Kafka", e);
    }
}
