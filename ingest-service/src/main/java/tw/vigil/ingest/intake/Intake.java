package tw.vigil.ingest.intake;

import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.Body;
import tw.vigil.ingest.body.BodyLimits;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.envelope.Envelopes;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.protect.Protection;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.EventLog;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.split.SplitLimits;

/// Takes a stream in: every record of it goes to `vigil.events` or to `vigil.quarantine`.
@ApplicationScoped
public class Intake {
    private final EventLog log;
    private final Ledger ledger;
    private final Protection protection;
    private final Delivery.Settings settings;

    Intake(EventLog log, Ledger ledger, Envelopes envelopes, Protection protection, LimitsConfig limits) {
        this.log = log;
        this.ledger = ledger;
        this.protection = protection;
        settings = new Delivery.Settings(
                envelopes,
                new WantedPaths(envelopes),
                protection,
                new JsonRecord.Reader(limits.depth()),
                new SplitLimits(
                        Math.max(limits.envelopeBytes(), limits.recordBytes()), limits.keptBytes(), limits.depth()),
                new SplitLimits(limits.recordBytes(), limits.keptBytes(), limits.depth()),
                new BodyLimits(limits.bodyBytes(), limits.unzippedBytes(), limits.compressionRatio()));
    }

    /// The same where the transport knows nothing more.
    ///
    /// @see #take(ConfiguredSource, InputStream, Arrival)
    public Receipt take(
            ConfiguredSource source, InputStream in, Format format, @Nullable String recordField, Context trace)
            throws IOException, BusyException, KafkaUnavailableException {
        return take(source, in, Arrival.of(format, trace).inField(recordField));
    }

    /// Reads the stream to its end and returns when Kafka has acknowledged all of it.
    ///
    /// @throws BusyException when nothing was read because too much is on its way already
    /// @throws KafkaUnavailableException when Kafka did not acknowledge; all of it must be sent again
    /// @throws IOException when the sender broke off; all of it must be sent again
    public Receipt take(ConfiguredSource source, InputStream in, Arrival arrival)
            throws IOException, BusyException, KafkaUnavailableException {
        return take(source, in, arrival, settings.body());
    }

    /// As above, with limits of the transport's own for the whole of the stream.
    public Receipt take(ConfiguredSource source, InputStream in, Arrival arrival, BodyLimits limits)
            throws IOException, BusyException, KafkaUnavailableException {
        Instant received = Instant.now();
        var batch = log.open(arrival.trace(), arrival.patience());
        var filing = new Filing(source, batch, ledger, protection, settings.record(), arrival.hints(), received);
        var told = new Delivery.Told(arrival.recordField(), arrival.hints(), received);
        var delivery = new Delivery(source, told, filing, settings);
        try (var body = new Body(in, limits)) {
            delivery.take(body, arrival.format());
            String damage = body.damage();
            if (damage != null) {
                delivery.damaged(damage);
            }
            return filing.receipt(null, damage == null ? body.sha256() : null);
        } catch (LimitExceededException e) {
            return filing.receipt(e.getMessage(), null);
        }
    }
}
