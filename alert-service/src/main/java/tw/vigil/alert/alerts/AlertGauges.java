package tw.vigil.alert.alerts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import tw.vigil.alert.routing.Unit;
import tw.vigil.alert.routing.Units;
import tw.vigil.alert.storage.DatabaseAway;

/// Open alerts as gauges, and the counter of opened ones at zero for every level and unit.
@ApplicationScoped
class AlertGauges {
    private static final Logger LOG = Logger.getLogger(AlertGauges.class);

    private final AlertQueries queries;
    private final Map<Level, AtomicLong> open = new EnumMap<>(Level.class);

    AlertGauges(AlertQueries queries, Units units, MeterRegistry meters) {
        this.queries = queries;
        for (Level level : Level.values()) {
            var count = new AtomicLong();
            open.put(level, count);
            Gauge.builder("vigil.alerts.open", count, AtomicLong::get)
                    .tag("level", level.wire())
                    .register(meters);
            for (Unit unit : units.all()) {
                var _ = meters.counter("vigil.alerts.created", "level", level.wire(), "unit", unit.code());
            }
        }
    }

    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        try {
            queries.counts().open().forEach((level, count) -> {
                AtomicLong gauge = open.get(level);
                if (gauge != null) {
                    gauge.set(count);
                }
            });
        } catch (DatabaseAway e) {
            LOG.debug("gauges wait for the database", e);
        }
    }
}
