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
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.storage.Transaction;
import tw.vigil.event.Heartbeat;

/// The end of a heartbeat's way: stored as findings are, and measured stage by stage.
@Startup // so that its metrics are exposed before the first beat
@ApplicationScoped
class HeartbeatIntake {
    private static final String FORGET = "INTERVAL '7 days'";

    private final ObjectReader reader;
    private final Clock clock;
    private final Counter lost;
    private final Beats beats = new Beats();
    private volatile @Nullable Heartbeat newest;
    private volatile Instant stored = Instant.EPOCH;

    HeartbeatIntake(ObjectMapper json, MeterRegistry meters, Clock clock) {
        this.reader = json.readerFor(Heartbeat.class);
        this.clock = clock;
        this.lost = Counter.builder("vigil.heartbeat.lost")
                .description("Beats of ingest instances that did not come through all stages")
                .register(meters);
        Gauge.builder("vigil.heartbeat.timestamp", this, intake -> intake.stored.toEpochMilli() / 1_000.0)
                .description("When the newest beat had come through all stages; 0 = none since the start")
                .baseUnit("seconds")
                .register(meters);
        stage("queue", meters);
        stage("evaluate", meters);
        stage("alert", meters);
        stage("all", meters);
    }

    private void stage(String stage, MeterRegistry meters) {
        Gauge.builder("vigil.heartbeat.latency", this, intake -> intake.seconds(stage))
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
        Instant now = clock.instant();
        var _ = transaction.update("""
                INSERT INTO heartbeat VALUES (?, ?, ?)
                ON CONFLICT (instance) DO UPDATE SET told = EXCLUDED.told, stored = EXCLUDED.stored
                """, beat.instance(), beat.told(), now);
        var _ = transaction.update("DELETE FROM heartbeat WHERE stored < ?::timestamptz - " + FORGET, now);
        transaction.afterCommit(() -> {
            stored = clock.instant();
            newest = beat;
            lost.increment(beats.take(beat));
        });
    }

    private double seconds(String stage) {
        Heartbeat beat = newest;
        Instant correlated = beat == null ? null : beat.correlated();
        if (beat == null || correlated == null) {
            return Double.NaN;
        }
        Duration passed = switch (stage) {
            case "queue" -> Duration.between(beat.told(), beat.matched());
            case "evaluate" -> Duration.between(beat.matched(), correlated);
            case "alert" -> Duration.between(correlated, stored);
            default -> Duration.between(beat.told(), stored);
        };
        // clocks of different machines
        return Math.max(0, passed.toMillis() / 1_000.0);
    }
}
