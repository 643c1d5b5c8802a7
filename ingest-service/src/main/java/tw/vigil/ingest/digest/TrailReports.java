package tw.vigil.ingest.digest;

import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.publish.Batch;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.EventLog;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// Tells of findings as events of product `vigil`, so that rules judge them like any other event.
@ApplicationScoped
class TrailReports {
    /// The trail is not what CloudTrail delivered.
    static final String BROKEN = "trail.broken";
    /// Nothing is refuted, and nothing could be proven.
    static final String UNPROVEN = "trail.unproven";

    private final EventLog log;
    private final OwnEvents events;

    TrailReports(EventLog log, OwnEvents events) {
        this.log = log;
        this.events = events;
    }

    /// Returns when Kafka has the events.
    void tell(Collection<TrailFinding> findings) throws BusyException, KafkaUnavailableException {
        Batch batch = log.open(Context.root());
        for (TrailFinding finding : findings) {
            events.write(batch, event(finding));
        }
        batch.await();
    }

    static OwnEvent event(TrailFinding finding) {
        String action = finding.kind() == TrailBreak.KEY_UNKNOWN ? UNPROVEN : BROKEN;
        return OwnEvents.event(
                        action,
                        OwnEvent.Outcome.FAILURE,
                        Map.of(
                                "account", finding.account(),
                                "digest", finding.digest(),
                                "says", finding.detail(),
                                "source", finding.sourceId()))
                .identifiedBy(finding.id())
                .about(finding.path())
                .because(finding.kind().label());
    }
}
