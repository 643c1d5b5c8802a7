package tw.vigil.ingest.publish;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/// The topics `vigil.events` and `vigil.quarantine`, to write to. SmallRye makes, configures, measures and closes the
/// producers; records are handed to these themselves, for the way through an emitter took as long as all the rest
/// (`docs/decisions/0010`). What waits is bounded by [InFlight].
@ApplicationScoped
public class EventLog {
    private static final String EVENTS = "events";
    private static final String QUARANTINE = "quarantine";

    private final KafkaClientService clients;
    private final OpenTelemetry telemetry;
    private final PublishConfig config;
    private final InFlight inFlight;
    private volatile boolean acknowledging = true;

    /// @param events only here so that the channel, and with it the producer, is there
    /// @param quarantine likewise
    EventLog(
            @Channel(EVENTS) Emitter<byte[]> events,
            @Channel(QUARANTINE) Emitter<byte[]> quarantine,
            KafkaClientService clients,
            OpenTelemetry telemetry,
            PublishConfig config) {
        this.clients = clients;
        this.telemetry = telemetry;
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
        return new Batch(
                this,
                producer(EVENTS),
                producer(QUARANTINE),
                inFlight,
                new SendSpan(telemetry, trace),
                patience.compareTo(usual) < 0 ? patience : usual);
    }

    void heard(boolean acknowledged) {
        acknowledging = acknowledged;
    }

    private Producer<String, byte[]> producer(String channel) throws KafkaUnavailableException {
        KafkaProducer<String, byte[]> producer = clients.getProducer(channel);
        if (producer == null) {
            throw new KafkaUnavailableException("the producer is not there yet: " + channel, null);
        }
        return producer.unwrap();
    }
}
