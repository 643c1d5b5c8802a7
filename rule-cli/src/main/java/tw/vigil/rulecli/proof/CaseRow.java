package tw.vigil.rulecli.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// One row that pins the rule language: a rule with an event, rules with a course of events, or a rule to be
/// rejected.
public sealed interface CaseRow {

    /// Of the row; made up from its place when it has none.
    String name();

    /// What the engine does otherwise than the row says; null when they agree.
    @Nullable
    String check();

    record Matching(String name, String rule, JsonNode event, boolean expected, Map<String, List<String>> placeholders)
            implements CaseRow {
        @Override
        public @Nullable String check() {
            var compiled = RuleSet.compile(List.of(new RuleFile(name, rule)), new RuleContext(placeholders, List.of()));
            if (!compiled.problems().isEmpty()) {
                return "rejected: " + compiled.problems().getFirst().message();
            }
            boolean matched = matches(compiled.rules(), bytes(event));
            return matched == expected ? null : "expected " + expected + ", got " + matched;
        }
    }

    record Correlation(String name, String rules, List<TimedEvent> events, JsonNode expected) implements CaseRow {
        @Override
        public @Nullable String check() {
            var compiled = RuleSet.compile(List.of(new RuleFile(name, rules)), RuleContext.EMPTY);
            if (!compiled.problems().isEmpty()) {
                return "rejected: " + compiled.problems().getFirst().message();
            }
            var got = new ArrayList<String>();
            var warnings = run(compiled, rules, events, got);
            var wanted = new ArrayList<String>();
            for (JsonNode finding : expected) {
                var group = new TreeMap<String, String>();
                finding.path("group")
                        .properties()
                        .forEach(e -> group.put(e.getKey(), e.getValue().asText()));
                wanted.add(text(
                        finding.path("rule").asText(),
                        group,
                        seconds(finding.path("at").asDouble()),
                        finding.path("value").isNumber() ? finding.path("value").asDouble() : null));
            }
            got.sort(null);
            wanted.sort(null);
            return got.equals(wanted)
                    ? null
                    : "expected " + wanted + ", got " + got + (warnings.isEmpty() ? "" : " " + warnings);
        }
    }

    record Reject(String name, String rule, String reason) implements CaseRow {
        @Override
        public @Nullable String check() {
            var compiled = RuleSet.compile(List.of(new RuleFile(name, rule)), RuleContext.EMPTY);
            return compiled.problems().isEmpty() ? "accepted, should be rejected: " + reason : null;
        }
    }

    /// @param at seconds since the course began
    record TimedEvent(double at, JsonNode event) {}

    /// @throws IllegalArgumentException when the object has none of the three forms
    static CaseRow of(JsonNode row, int line) {
        String name = row.path("name").asText("line " + line);
        if (row.has("rules") && row.has("events")) {
            var events = new ArrayList<TimedEvent>();
            row.get("events")
                    .forEach(e -> events.add(new TimedEvent(e.path("ts").asDouble(), e.path("event"))));
            return new Correlation(name, row.get("rules").asText(), events, row.path("expected"));
        }
        if (row.has("rule") && row.has("event") && row.path("expected").isBoolean()) {
            var placeholders = new HashMap<String, List<String>>();
            row.path("placeholders").properties().forEach(entry -> {
                var values = new ArrayList<String>();
                entry.getValue().forEach(value -> values.add(value.asText()));
                placeholders.put(entry.getKey(), values);
            });
            return new Matching(
                    name,
                    row.get("rule").asText(),
                    row.get("event"),
                    row.get("expected").asBoolean(),
                    placeholders);
        }
        if (row.has("rule") && row.has("reason")) {
            return new Reject(name, row.get("rule").asText(), row.get("reason").asText());
        }
        throw new IllegalArgumentException(
                "neither {rule, event, expected} nor {rules, events, expected} nor {rule, reason}");
    }

    private static boolean matches(RuleSet rules, byte[] json) {
        var sources = new HashSet<LogSource>();
        rules.rules().forEach(rule -> sources.add(rule.logSource()));
        var sink = new Sink();
        for (LogSource source : sources) {
            try {
                rules.newEvaluator().evaluate(source, json, sink);
            } catch (MalformedEventException e) {
                throw new IllegalArgumentException("not an event: " + e.getMessage(), e);
            }
        }
        return sink.matched;
    }

    private static List<String> run(Compilation compiled, String rules, List<TimedEvent> events, List<String> got) {
        LogSource source = compiled.rules().rules().stream()
                .filter(RuleInfo::isDetection)
                .map(RuleInfo::logSource)
                .findFirst()
                .orElse(new LogSource(null, null, null));
        // other detections of the row speak for themselves; rows tell of those only that a correlation could silence
        Set<String> referenced = referenced(rules);
        var run = new OfflineRun(compiled.rules(), Duration.ofMinutes(20), finding -> {
            RuleInfo rule = finding.rule();
            String name = rule.name() == null ? rule.title() : rule.name();
            if (finding.revision() == 1 && (!rule.isDetection() || referenced.contains(name))) {
                Double value = rule.isDetection() ? null : finding.value();
                got.add(text(name, finding.group(), finding.at(), value));
            }
        });
        int number = 0;
        for (TimedEvent timed : events) {
            try {
                run.accept(new OfflineEvent("e" + number++, seconds(timed.at()), source, bytes(timed.event())));
            } catch (MalformedEventException e) {
                throw new IllegalArgumentException("not an event: " + e.getMessage(), e);
            }
        }
        run.finish();
        return run.warnings();
    }

    private static Set<String> referenced(String rules) {
        var names = new HashSet<String>();
        for (Object document : Yaml.documents("rules", rules)) {
            if (document instanceof Map<?, ?> map && map.get("correlation") instanceof Map<?, ?> correlation) {
                names.addAll(Yaml.strings(correlation.get("rules")));
            }
        }
        return names;
    }

    private static Instant seconds(double value) {
        return Instant.EPOCH.plusMillis(Math.round(value * 1_000));
    }

    private static String text(String rule, SortedMap<String, String> group, Instant at, @Nullable Double value) {
        return rule + " " + group + " at " + at.toEpochMilli() / 1_000.0 + (value == null ? "" : " value " + value);
    }

    private static byte[] bytes(JsonNode event) {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Remembers whether any rule spoke.
    final class Sink implements MatchSink {
        private boolean matched;

        @Override
        public void match(RuleInfo rule) {
            matched = true;
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo rule, SortedMap<String, String> group) {}

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo rule, String field) {}

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            throw cause;
        }
    }
}
