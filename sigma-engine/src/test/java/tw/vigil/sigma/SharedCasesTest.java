package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineFinding;
import tw.vigil.sigma.offline.OfflineRun;

class SharedCasesTest {

    @Test
    void everyMatchingCaseHasItsOutcome() {
        List<String> failures = new ArrayList<>();
        for (var row : CaseFiles.read("matching.jsonl")) {
            var failure = matching(row);
            if (!failure.isEmpty()) {
                failures.add(row.get("name").asText() + ": " + failure);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void everyRejectCaseIsRejected() {
        List<String> failures = new ArrayList<>();
        for (var row : CaseFiles.read("rejects.jsonl")) {
            var problems = compile(row.get("rule").asText(), Map.of()).problems();
            if (problems.isEmpty()) {
                failures.add(row.get("name").asText());
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void everyCorrelationCaseHasItsFindings() throws MalformedEventException {
        List<String> failures = new ArrayList<>();
        for (var row : CaseFiles.read("correlation.jsonl")) {
            var name = row.get("name").asText();
            var compiled = compile(row.get("rules").asText(), Map.of());
            if (!compiled.problems().isEmpty()) {
                failures.add(name + ": " + compiled.problems());
                continue;
            }
            var expected = new LinkedHashSet<String>();
            row.get("expected").forEach(e -> expected.add(shown(e)));
            var actual = findings(compiled.rules(), row.get("events"));
            if (!actual.equals(expected)) {
                failures.add(name + ": expected " + expected + " but was " + actual);
            }
        }
        assertThat(failures).isEmpty();
    }

    static String matching(JsonNode row) {
        var compiled = compile(row.get("rule").asText(), placeholders(row));
        if (!compiled.problems().isEmpty()) {
            return compiled.problems().toString();
        }
        boolean[] matched = new boolean[1];
        for (var rule : compiled.rules().rules()) {
            var heard = new HeardMatches();
            try {
                compiled.rules().newEvaluator().evaluate(rule.logSource(), CaseFiles.bytes(row.get("event")), heard);
            } catch (MalformedEventException e) {
                return e.toString();
            }
            matched[0] |= !heard.matches().isEmpty();
        }
        return matched[0] == row.get("expected").asBoolean() ? "" : "was " + matched[0];
    }

    private static Map<String, List<String>> placeholders(JsonNode row) {
        Map<String, List<String>> lists = new HashMap<>();
        if (row.has("placeholders")) {
            row.get("placeholders").properties().forEach(entry -> {
                List<String> values = new ArrayList<>();
                entry.getValue().forEach(value -> values.add(value.asText()));
                lists.put(entry.getKey(), values);
            });
        }
        return lists;
    }

    static Compilation compile(String rules, Map<String, List<String>> watchLists) {
        return RuleSet.compile(List.of(new RuleFile("case.yml", rules)), new RuleContext(watchLists, List.of()));
    }

    private static Set<String> findings(RuleSet rules, JsonNode events) throws MalformedEventException {
        Set<String> found = new LinkedHashSet<>();
        var source = rules.rules().stream()
                .filter(RuleInfo::isDetection)
                .findFirst()
                .orElseThrow()
                .logSource();
        var run = new OfflineRun(rules, finding -> {
            if (finding.revision() == 1) {
                found.add(shown(finding));
            }
        });
        int number = 0;
        for (var event : events) {
            var time = Instant.ofEpochMilli(Math.round(event.get("ts").asDouble() * 1000));
            run.accept(new OfflineEvent("e" + number++, time, source, CaseFiles.bytes(event.get("event"))));
        }
        run.finish();
        return found;
    }

    private static String shown(OfflineFinding finding) {
        var rule = finding.rule();
        var name = rule.name() == null ? rule.id() : rule.name();
        return name + " " + finding.group() + " at " + finding.at().getEpochSecond() + " = "
                + (rule.isDetection() ? "null" : String.valueOf(finding.value()));
    }

    private static String shown(JsonNode expected) {
        Map<String, String> group = new TreeMap<>();
        expected.get("group")
                .properties()
                .forEach(e -> group.put(e.getKey(), e.getValue().asText()));
        var value = expected.get("value");
        return expected.get("rule").asText() + " " + group + " at "
                + expected.get("at").asLong() + " = " + (value.isNull() ? "null" : String.valueOf(value.asDouble()));
    }
}
