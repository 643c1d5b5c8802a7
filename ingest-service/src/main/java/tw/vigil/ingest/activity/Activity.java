package tw.vigil.ingest.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.own.OwnEvents;

/// The events of one interval. Their ids follow from instance, source and interval: telling it again is told once.
final class Activity {
    /// At least one record of the source came.
    static final String DELIVERED = "source.delivered";

    /// Figures of a source since the start.
    ///
    /// @param lastEvent time of the newest event, or null before the first
    record Figures(
            long received,
            long accepted,
            long quarantined,
            @Nullable Instant lastEvent) {}

    private final String instance;
    private final Duration every;
    private final Instant since;
    private Map<String, Figures> before = new HashMap<>();

    /// @param every length of the intervals
    /// @param since when the instance started
    Activity(String instance, Duration every, Instant since) {
        this.instance = instance;
        this.every = every;
        this.since = since;
    }

    /// This service ran; the evaluator makes a [Heartbeat] of it.
    OwnEvent alive(Instant interval) {
        Map<String, Object> details = Map.of(
                Heartbeat.INSTANCE, instance,
                Heartbeat.INTERVAL, interval.toString(),
                Heartbeat.SINCE, since.toString(),
                Heartbeat.EVERY_SECONDS, every.toSeconds());
        return OwnEvents.event(Heartbeat.ACTION, OwnEvent.Outcome.SUCCESS, details)
                .identifiedBy(Heartbeat.ACTION, instance, interval.toString())
                .about(OwnEvents.ACTOR);
    }

    /// The sources that delivered since the last call.
    ///
    /// @param now by source id
    Map<String, OwnEvent> delivered(Map<String, Figures> now, Instant interval) {
        var events = new TreeMap<String, OwnEvent>();
        now.forEach((source, figures) -> {
            Figures last = before.getOrDefault(source, new Figures(0, 0, 0, null));
            long received = figures.received() - last.received();
            if (received > 0) {
                var details = new TreeMap<String, Object>();
                details.put("instance", instance);
                details.put("accepted", figures.accepted() - last.accepted());
                details.put("quarantined", figures.quarantined() - last.quarantined());
                if (figures.lastEvent() != null) {
                    details.put("last_event", figures.lastEvent().toString());
                }
                events.put(
                        source,
                        OwnEvents.event(DELIVERED, OwnEvent.Outcome.SUCCESS, details)
                                .identifiedBy(DELIVERED, instance, source, interval.toString())
                                .about(source)
                                .times(received));
            }
        });
        before = Map.copyOf(now);
        return events;
    }
}
