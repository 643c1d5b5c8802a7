package tw.vigil.ingest.publish;

import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;

/// The records of one request or file on their way into Kafka. Used by one thread.
public final class Batch {
    private final EventLog log;
    private final Producer<String, byte[]> events;
    private final Producer<String, byte[]> quarantine;
    private final InFlight inFlight;
    private final SendSpan span;
    private final Duration timeout;
    private final Semaphore finished = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int sent;

    Batch(
            EventLog log,
            Producer<String, byte[]> events,
            Producer<String, byte[]> quarantine,
            InFlight inFlight,
            SendSpan span,
            Duration timeout) {
        this.log = log;
        this.events = events;
        this.quarantine = quarantine;
        this.inFlight = inFlight;
        this.span = span;
        this.timeout = timeout;
    }

    /// Sends an audit record.
    ///
    /// @param acknowledged runs when Kafka has it, on a thread of Kafka's client: must be quick
    public void event(String key, byte[] value, Map<String, byte[]> headers, Runnable acknowledged)
            throws KafkaUnavailableException {
        send(events, Topics.EVENTS, key, value, headers, acknowledged);
    }

    /// Sends what was rejected; see [#event].
    public void quarantine(String key, byte[] value, Map<String, byte[]> headers, Runnable acknowledged)
            throws KafkaUnavailableException {
        send(quarantine, Topics.QUARANTINE, key, value, headers, acknowledged);
    }

    /// Waits until Kafka has acknowledged every record of this batch.
    public void await() throws KafkaUnavailableException {
        try {
            if (!finished.tryAcquire(sent, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                log.heard(false);
                throw failed("Kafka did not acknowledge within " + timeout, failure.get());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        checkFailure();
        span.end(sent, StatusCode.UNSET);
    }

    private void send(
            Producer<String, byte[]> producer,
            String topic,
            String key,
            byte[] value,
            Map<String, byte[]> headers,
            Runnable acknowledged)
            throws KafkaUnavailableException {
        checkFailure();
        int taken;
        try {
            taken = inFlight.acquire(value.length, timeout);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (taken == 0) {
            throw failed("Kafka did not take records for " + timeout, failure.get());
        }
        var record = new ProducerRecord<>(topic, key, value);
        headers.forEach(record.headers()::add);
        span.headers().forEach(record.headers()::add);
        sent++;
        try {
            var _ = producer.send(record, (_, cause) -> {
                if (cause == null) {
                    acknowledged.run();
                }
                done(taken, cause);
            });
        } catch (KafkaException | IllegalStateException e) {
            // Interrupted, or closed because the service stops: no callback comes.
            done(taken, e);
            checkFailure();
        }
    }

    private void done(int taken, @Nullable Throwable cause) {
        if (cause != null) {
            failure.compareAndSet(null, cause);
        }
        log.heard(cause == null);
        inFlight.release(taken);
        finished.release();
    }

    private void checkFailure() throws KafkaUnavailableException {
        Throwable cause = failure.get();
        if (cause != null) {
            throw failed("Kafka did not take a record", cause);
        }
    }

    private KafkaUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return failed("stopped while waiting for Kafka", e);
    }

    private KafkaUnavailableException failed(String message, @Nullable Throwable cause) {
        span.end(sent, StatusCode.ERROR);
        return new KafkaUnavailableException(message, cause);
    }
}
