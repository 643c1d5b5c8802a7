package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.OwnEvent;

class HeartbeatStageTest {
    private static final String TOLD = "2025-12-31T23:59:58Z";
    private static final String BEAT = """
            {"id":"b1","action":"service.alive","time":"2025-12-31T23:59:58Z","actor":"ingest-service",
             "component":"ingest","outcome":"success","count":1,"details":{"instance":"ingest-0",
             "interval":"2025-12-31T23:58:00Z","since":"2025-12-31T22:00:00Z","every_seconds":60}}""";

    @TempDir
    Path folder;

    @Test
    void aBeatPassesBothStagesWithTheTimesOfEach() {
        try (var stage = new Stage(folder, TestRules.standard())) {
            stage.send(own(BEAT, OwnEvent.SOURCE));

            assertThat(stage.heartbeats())
                    .containsExactly(new Heartbeat(
                            "ingest-0",
                            Instant.parse("2025-12-31T23:58:00Z"),
                            Instant.parse("2025-12-31T22:00:00Z"),
                            60,
                            Instant.parse(TOLD),
                            stage.now(),
                            stage.now()));
            assertThat(stage.ledger(OwnEvent.SOURCE).evaluated()).isEqualTo(1);
            assertThat(stage.unknownSignals()).isZero();
        }
    }

    @Test
    void theSameBeatTwiceIsOne() {
        try (var stage = new Stage(folder, TestRules.standard())) {
            stage.send(own(BEAT, OwnEvent.SOURCE), own(BEAT, OwnEvent.SOURCE));

            assertThat(stage.heartbeats()).hasSize(1);
        }
    }

    @Test
    void noOtherSourceBeats() {
        try (var stage = new Stage(folder, TestRules.standard())) {
            stage.send(own(BEAT, "okta.system"));

            assertThat(stage.heartbeats()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"service.started\",\"details\":{}}",
                "{\"action\":\"service.alive\",\"details\":{\"instance\":\"ingest-0\"}}",
                "{\"action\":\"service.alive\",\"details\":{\"instance\":\"i\",\"interval\":\"soon\",\"every_seconds\":60}}"
            })
    void whatIsNoBeatIsAnEventLikeAnyOther(String event) {
        try (var stage = new Stage(folder, TestRules.standard())) {
            stage.send(own(event, OwnEvent.SOURCE));

            assertThat(stage.heartbeats()).isEmpty();
            assertThat(stage.ledger(OwnEvent.SOURCE).evaluated()).isEqualTo(1);
        }
    }

    private static AuditRecord own(String json, String source) {
        return AuditRecord.raw("b1", TOLD, json).with("ce_sourceid", source);
    }
}
