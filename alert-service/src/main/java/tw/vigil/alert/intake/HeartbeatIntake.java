package tw.vigil.alert.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Heartbeat;

/// The end of a heartbeat's way: stored as findings are, and measured stage by stage.
@Startup // so that its metrics are exposed before the first beat
@ApplicationScoped
class HeartbeatIntake {
    private static final Duration KEPT = Duration.ofDays(7);

    private final ObjectReader reader;
    private final Clock clock;
    private final Counter lost;
    private final Beats beats = new Beats();
    private volatile @Nullable Arrival newest;

    /// A beat that came through all stages.
    private record Arrival(Heartbeat beat, Instant correlated, Instant stored) {}

    HeartbeatIntake(ObjectMapper json, MeterRegistry meters, Clock clock) {
        this.reader = json.readerFor(Heartbeat.class);
        this.clock = clock;
        this.lost = Counter.builder("vigil.heartbeat.lost")
                .description("Beats of ingest instances that did not come through all stages")
                .register(meters);
        Gauge.builder("vigil.heartbeat.timestamp", this, HeartbeatIntake::storedAt)
                .description("When the newest beat had come through all stages; 0 = none since the start")
                .baseUnit("seconds")
                .register(meters);
        stage(
                meters,
                "queue",
                came -> Duration.between(came.beat().told(), came.beat().matched()));
        stage(meters, "evaluate", came -> Duration.between(came.beat().matched(), came.correlated()));
        stage(meters, "alert", came -> Duration.between(came.correlated(), came.stored()));
        stage(meters, "all", came -> Duration.between(came.beat().told(), came.stored()));
    }

    private void stage(MeterRegistry meters, String stage, Function<Arrival, Duration> took) {
        Gauge.builder("vigil.heartbeat.latency", this, intake -> intake.seconds(took))
                .description("What the newest beat took: from ingest to the match stage (queue), to the correlate stage"
                        + " (evaluate), into the database (alert), all together")
                .baseUnit("seconds")
                .tag("stage", stage)
                .register(meters);
    }

    /// @throws IOException when the bytes are no beat
    Heartbeat read(byte @Nullable [] value) throws IOException {
        Heartbeat beat = value == null ? null : reader.readValue(value);
        if (beat == null || beat.correlated() == null || beat.everySeconds() < 1) {
            throw new JsonProcessingException("a beat that has passed the correlate stage is expected") {};
        }
        return beat;
    }

    void store(Transaction transaction, Heartbeat beat) throws SQLException {
        Instant correlated = Objects.requireNonNull(beat.correlated(), "read() lets no other beat in");
        Instant now = clock.instant();
        var _ = transaction.update("""
                INSERT INTO heartbeat VALUES (?, ?, ?)
                ON CONFLICT (instance) DO UPDATE SET told = EXCLUDED.told, stored = EXCLUDED.stored
                """, beat.instance(), beat.told(), now);
        var _ = transaction.update("DELETE FROM heartbeat WHERE stored < ?", now.minus(KEPT));
        transaction.afterCommit(() -> {
            newest = new Arrival(beat, correlated, clock.instant());
            lost.increment(beats.take(beat));
        });
    }

    private double storedAt() {
        Arrival arrival = newest;
        return arrival == null ? 0 : arrival.stored().toEpochMilli() / 1_000.0;
    }

    private double seconds(Function<Arrival, Duration> took) {
        Arrival arrival = newest;
        // never negative: clocks of different machines
        return arrival == null ? Double.NaN : Math.max(0, took.apply(arrival).toMillis() / 1_000.0);
    }
}
