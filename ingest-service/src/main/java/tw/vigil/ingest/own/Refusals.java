package tw.vigil.ingest.own;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import tw.vigil.event.OwnEvent;

/// Tells of senders that were refused. However many requests a flood has, it is a few events with the exact count.
@ApplicationScoped
public class Refusals {
    /// Action of these events.
    public static final String ACTION = "credential.refused";

    private final OwnEvents events;

    Refusals(OwnEvents events) {
        this.events = events;
    }

    /// @param sourceId a configured source, or `unknown`: never what a caller made up
    /// @param reason stable code
    /// @param address the caller's network address
    public void refused(String sourceId, String reason, String address) {
        events.count(OwnEvents.event(ACTION, OwnEvent.Outcome.REFUSED, Map.of("address", address))
                .about(sourceId)
                .because(reason));
    }
}
