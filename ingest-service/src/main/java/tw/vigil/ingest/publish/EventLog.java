package tw.vigil.ingest.publish;

import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/// The topics `vigil.events` and `vigil.quarantine`, to write to. The emitters' buffers are unbounded, for a bounded
/// one
/// throws records away or fails; the bound is [InFlight].
@ApplicationScoped
public class EventLog {
    private final Emitter<byte[]> events;
    private final Emitter<byte[]> quarantine;
    private final PublishConfig config;
    private final InFlight inFlight;
    private volatile boolean acknowledging = true;

    EventLog(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> events,
            @Channel("quarantine") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> quarantine,
            PublishConfig config) {
        this.events = events;
        this.quarantine = quarantine;
        this.config = config;
        inFlight = new InFlight(config.inFlightBytes());
    }

    /// Starts a batch that waits for Kafka as long as usual; see [#open(Context, Duration)].
    public Batch open(Context trace) throws BusyException, KafkaUnavailableException {
        return open(trace, config.acknowledgementTimeout());
    }

    /// Starts a batch.
    ///
    /// @param trace the span that caused it
    /// @param patience how long it waits for Kafka at most, where the usual is longer
    /// @throws BusyException when too much waits for Kafka already
    /// @throws KafkaUnavailableException when it waits because Kafka has stopped acknowledging
    public Batch open(Context trace, Duration patience) throws BusyException, KafkaUnavailableException {
        if (inFlight.exhausted()) {
            if (!acknowledging) {
                throw new KafkaUnavailableException("Kafka has stopped acknowledging", null);
            }
            throw new BusyException("records of " + config.inFlightBytes() + " bytes wait for Kafka");
        }
        Duration usual = config.acknowledgementTimeout();
        return new Batch(this, inFlight, trace, patience.compareTo(usual) < 0 ? patience : usual);
    }

    void heard(boolean acknowledged) {
        acknowledging = acknowledged;
    }

    Emitter<byte[]> events() {
        return events;
    }

    Emitter<byte[]> quarantine() {
        return quarantine;
    }
}
