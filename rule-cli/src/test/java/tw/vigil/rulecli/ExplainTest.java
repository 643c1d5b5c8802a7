package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    private static final String PARTS = """
            title: Stop
            name: stop
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
              robot:
                userAgent|contains: robot
              condition: selection and not robot
            ---
            title: Delete
            name: delete
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: DeleteTrail
              condition: selection
            ---
            title: Together
            id: 11111111-2222-4333-8444-777777777777
            correlation:
              type: TYPE
              rules: [RULES]
              group-by: [user]
              timespan: 5m
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void treeShowsWhichPartOfTheConditionFailed() throws IOException {
        String text = explain(
                PARTS.replace("TYPE", "temporal").replace("RULES", "stop, delete"),
                event("StopLogging", "lin", 0).replace("}", ",\"userAgent\":\"the robot 1\"}"));

        assertThat(text)
                .contains("NO MATCH  Stop")
                .containsSubsequence(
                        "  FAIL and",
                        "    PASS selection",
                        "    FAIL not",
                        "      PASS robot",
                        "PASS  robot  userAgent|contains  expected robot  actual the robot 1");
    }

    @Test
    void temporalSaysWhichRuleNoEventMatched() throws IOException {
        String rule = PARTS.replace("TYPE", "temporal").replace("RULES", "stop, delete");

        assertThat(explain(rule, event("StopLogging", "lin", 0)))
                .contains("SILENT    Together (temporal, 1 events)")
                .contains("PASS stop: 1 events match")
                .contains("FAIL delete: 0 events match")
                .contains("FAIL group {user=lin}: missing: no event matched delete");
        assertThat(explain(rule, event("StopLogging", "lin", 0) + event("DeleteTrail", "lin", 4)))
                .contains("FIRED     Together")
                .contains("PASS group {user=lin}: fired");
        assertThat(explain(rule, event("StopLogging", "lin", 0) + event("DeleteTrail", "lin", 20)))
                .contains("all matched, 20m apart; asked within 5m");
    }

    @Test
    void orderedSaysThatTheOrderIsWrong() throws IOException {
        String rule = PARTS.replace("TYPE", "temporal_ordered").replace("RULES", "stop, delete");

        assertThat(explain(rule, event("DeleteTrail", "lin", 0) + event("StopLogging", "lin", 1)))
                .contains("missing: not in the order stop, delete within 5m");
    }

    @Test
    void countSaysHowManyThereWereAndWhichEventsHaveNoGroup() throws IOException {
        String rule = PARTS.replace("TYPE", "event_count").replace("RULES", "stop") + "  condition: {gte: 3}\n";

        String text = explain(
                rule,
                event("StopLogging", "lin", 0) + event("StopLogging", "lin", 1) + event("StopLogging", "lin", 30)
                        + "{\"eventName\":\"StopLogging\"}");

        assertThat(text)
                .contains("FAIL group {user=lin}: missing: 2 events within 5m, asked {gte=3}")
                .contains("FAIL group-by user: a matching event does not have it");
    }

    private String explain(String rule, String events) throws IOException {
        Path ruleFile = Files.writeString(directory.resolve("rule.yml"), rule);
        Path eventFile = Files.writeString(directory.resolve("events.json"), events);
        Run run = Run.of("explain", "-r", ruleFile.toString(), "-e", eventFile.toString());
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    private static String event(String name, String user, int minute) {
        return "{\"eventID\":\"%s%d\",\"eventName\":\"%s\",\"user\":\"%s\",\"eventTime\":\"2026-08-20T10:%02d:00Z\"}\n"
                .formatted(name, minute, name, user, minute);
    }
}
