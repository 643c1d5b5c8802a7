package tw.vigil.ingest.activity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Tells each minute which sources delivered and that this service ran, so that rules can expect it. Of its own events
/// only the second tells.
@ApplicationScoped
class SourceActivity {
    private final ActivityConfig config;
    private final Ledger ledger;
    private final OwnEvents events;
    private final Activity activity;
    private @Nullable Thread teller;

    SourceActivity(ActivityConfig config, Sources sources, Ledger ledger, OwnEvents events, MeterRegistry registry) {
        this.config = config;
        this.ledger = ledger;
        this.events = events;
        activity = new Activity(config.instance(), config.interval(), Instant.now());
        for (ConfiguredSource source : sources.all()) {
            Duration expected = sources.expectedInterval(source.id()).orElse(config.expectedInterval());
            Gauge.builder("vigil.source.expected.interval", expected, Duration::toSeconds)
                    .description("After how long without a record the source is silent")
                    .baseUnit("seconds")
                    .tag("source", source.id())
                    .strongReference(true)
                    .register(registry);
        }
    }

    void start(@Observes StartupEvent event) {
        teller = Thread.ofVirtual().name("activity").start(this::tellUntilStopped);
    }

    void stop(@Observes ShutdownEvent event) {
        if (teller != null) {
            teller.interrupt();
        }
    }

    private void tellUntilStopped() {
        try {
            while (true) {
                Instant next = next(Instant.now(), config.interval());
                Thread.sleep(Duration.between(Instant.now(), next));
                Instant interval = next.minus(config.interval());
                events.write(activity.alive(interval));
                activity.delivered(figures(), interval).values().forEach(events::write);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static Instant next(Instant now, Duration interval) {
        long millis = interval.toMillis();
        return Instant.ofEpochMilli((now.toEpochMilli() / millis + 1) * millis);
    }

    private Map<String, Activity.Figures> figures() {
        var figures = new HashMap<String, Activity.Figures>();
        ledger.accounts().forEach((source, account) -> {
            if (!source.equals(OwnEvent.SOURCE)) {
                figures.put(
                        source,
                        new Activity.Figures(
                                account.received(), account.accepted(), account.quarantined(), account.newestEvent()));
            }
        });
        return figures;
    }
}
