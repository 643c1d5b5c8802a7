package tw.vigil.ingest.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Arrival;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.ledger.Outcome;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.source.ConfiguredSource;

/// Hands a body whose sender is known to the intake, and says how the request ends.
@ApplicationScoped
class Handover {
    private static final Logger LOG = Logger.getLogger(Handover.class);
    private static final Duration WHEN_BUSY = Duration.ofSeconds(1);
    private static final Duration WHEN_KAFKA_IS_AWAY = Duration.ofSeconds(5);

    private final Intake intake;
    private final Ledger ledger;

    Handover(Intake intake, Ledger ledger) {
        this.intake = intake;
        this.ledger = ledger;
    }

    sealed interface Result {
        record Taken(Receipt receipt) implements Result {}

        record Refused(Problem problem, @Nullable Duration retryAfter) implements Result {}

        default Response response() {
            return switch (this) {
                case Taken(var receipt) ->
                    Response.ok(receipt, MediaType.APPLICATION_JSON_TYPE).build();
                case Refused(var problem, var retryAfter) -> problem.response(retryAfter);
            };
        }
    }

    /// @param instance the address asked for
    Result take(ConfiguredSource source, InputStream body, Arrival arrival, String instance) {
        try {
            Receipt receipt = intake.take(source, body, arrival);
            if (receipt.refused() != null) {
                String taken = "; of what lay before, " + receipt.accepted() + " records were accepted and "
                        + receipt.quarantined() + " quarantined";
                return tooLarge(source, receipt.refused() + taken, instance);
            }
            ledger.request(source.id(), Outcome.TAKEN);
            return new Result.Taken(receipt);
        } catch (BusyException e) {
            return busy(source, e, instance);
        } catch (KafkaUnavailableException e) {
            ledger.request(source.id(), Outcome.KAFKA_UNAVAILABLE);
            LOG.warnf("records not acknowledged sourceId=%s cause=%s", source.id(), e.toString());
            return new Result.Refused(
                    Problem.of(
                            "kafka-unavailable",
                            "Kafka does not acknowledge",
                            503,
                            e.getMessage() + "; send all of it again, what arrived already is recognised",
                            instance),
                    WHEN_KAFKA_IS_AWAY);
        } catch (IOException e) {
            return aborted(source, e, instance);
        }
    }

    Result tooLarge(ConfiguredSource source, String detail, String instance) {
        ledger.request(source.id(), Outcome.TOO_LARGE);
        return new Result.Refused(Problem.of("too-large", "Body is too large", 413, detail, instance), null);
    }

    Result busy(ConfiguredSource source, BusyException e, String instance) {
        ledger.request(source.id(), Outcome.BUSY);
        return new Result.Refused(
                Problem.of("busy", "Too much on its way", 429, e.getMessage() + "; nothing was taken", instance),
                WHEN_BUSY);
    }

    Result aborted(ConfiguredSource source, IOException e, String instance) {
        ledger.request(source.id(), Outcome.ABORTED);
        LOG.warnf("body not read to its end sourceId=%s cause=%s", source.id(), e.toString());
        return new Result.Refused(
                Problem.of("incomplete", "Body ended early", 400, "send all of it again", instance), null);
    }
}
