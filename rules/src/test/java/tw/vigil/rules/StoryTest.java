package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tw.vigil.samples.AttackStory;
import tw.vigil.samples.EventStream;
import tw.vigil.samples.Json;
import tw.vigil.samples.Step;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// The pack against whole courses of events: it tells the demo's attack, step by step, and is silent on
/// ordinary work.
class StoryTest {
    private final RuleSet rules = PackFiles.compile().rules();

    @Test
    void eachStepOfTheAttackIsToldByItsRules() throws MalformedEventException {
        // early in the year, when no act of governance is due yet
        var steps = AttackStory.steps(Instant.parse("2026-03-22T12:00:00Z"));
        var told = new HashMap<String, TreeSet<String>>();
        var current = new String[] {""};
        var run = new OfflineRun(rules, finding -> {
            // what goes on in later steps revises what was told
            if (finding.revision() == 1) {
                told.computeIfAbsent(current[0], _ -> new TreeSet<>())
                        .add(String.valueOf(finding.rule().vigil().key()));
            }
        });
        for (Step step : steps.subList(0, steps.size() - 1)) {
            current[0] = step.title();
            for (byte[] json : step.records()) {
                run.accept(event(step.source(), json));
            }
        }
        current[0] = "end";
        run.finish();

        assertThat(rules.rules().stream()
                        .filter(rule -> told.values().stream()
                                .anyMatch(keys -> keys.contains(
                                        String.valueOf(rule.vigil().key()))))
                        .map(RuleInfo::kind))
                .contains("detection", "event_count", "value_count", "temporal_ordered", "expectation", "baseline");
        for (Step step : steps.subList(0, steps.size() - 1)) {
            assertThat(told.getOrDefault(step.title(), new TreeSet<>()))
                    .as(step.title())
                    .isEqualTo(new TreeSet<>(step.expected()));
        }
        assertThat(told).doesNotContainKey("end");
    }

    @Test
    void ordinaryWorkIsSilent() throws MalformedEventException {
        var findings = new ArrayList<String>();
        var run = new OfflineRun(rules, finding -> findings.add(finding.rule().title()));
        for (EventStream.Sample sample : EventStream.seeded(11).limit(3_000).toList()) {
            run.accept(new OfflineEvent(sample.id(), sample.time(), source(sample.source()), sample.json()));
        }
        run.finish();

        assertThat(findings).isEmpty();
    }

    @Test
    void eventsOfBothSourcesAreNormalised() {
        var story = AttackStory.steps(Instant.parse("2026-11-22T12:00:00Z"));
        for (String source : List.of(Step.CLOUDTRAIL, Step.KUBERNETES)) {
            var step = story.stream()
                    .filter(s -> s.source().equals(source) && !s.expected().isEmpty())
                    .findFirst()
                    .orElseThrow();

            var normalised = rules.normalise(source(source), step.records().getFirst());

            assertThat(normalised)
                    .containsKeys("actor.user.name", "src_endpoint.ip", "api.operation", "http_request.user_agent");
        }
    }

    private static OfflineEvent event(String source, byte[] json) {
        var record = Json.parse(new String(json, StandardCharsets.UTF_8));
        String id = record.path("eventID").asText(record.path("auditID").asText());
        String time =
                record.path("eventTime").asText(record.path("stageTimestamp").asText());
        return new OfflineEvent(id, Instant.parse(time), source(source), json);
    }

    private static LogSource source(String id) {
        String[] parts = id.split("\\.", 2);
        return new LogSource(null, parts[0], parts[1]);
    }
}
