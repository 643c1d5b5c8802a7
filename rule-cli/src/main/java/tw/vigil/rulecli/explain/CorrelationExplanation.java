package tw.vigil.rulecli.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// What a correlation saw in a course of events, and which part of it is missing.
///
/// @param fired how often it spoke
/// @param rules events that each rule it refers to matched
/// @param lacking group-by fields that matching events do not have; such events do not count
public record CorrelationExplanation(
        @JsonProperty("title") String title,
        @JsonProperty("type") String type,
        @JsonProperty("fired") int fired,
        @JsonProperty("events") int events,
        @JsonProperty("rules") Map<String, Integer> rules,
        @JsonProperty("lacking") Set<String> lacking,
        @JsonProperty("groups") List<Group> groups) {

    /// One group: what came, and what is missing for it to fire.
    ///
    /// @param most events within one timespan at most
    /// @param values different values within all of them; 0 for types that look at no field
    public record Group(
            @JsonProperty("group") SortedMap<String, String> group,
            @JsonProperty("matched") Map<String, Integer> matched,
            @JsonProperty("most") int most,
            @JsonProperty("values") int values,
            @JsonProperty("missing") String missing) {}

    private record Heard(Instant time, String rule, List<String> values) {}

    /// Hears what the correlation hears.
    private static final class Ear implements MatchSink {
        private final String correlation;
        private final Map<SortedMap<String, String>, List<Heard>> groups = new LinkedHashMap<>();
        private final Set<String> lacking = new LinkedHashSet<>();
        private Instant now = Instant.EPOCH;

        Ear(String correlation) {
            this.correlation = correlation;
        }

        @Override
        public void match(RuleInfo rule) {}

        @Override
        public void signal(RuleInfo heard, RuleInfo matched, SortedMap<String, String> group) {
            signal(heard, matched, group, List.of());
        }

        @Override
        public void signal(RuleInfo heard, RuleInfo matched, SortedMap<String, String> group, List<String> values) {
            if (heard.id().equals(correlation)) {
                String name = matched.name();
                groups.computeIfAbsent(new TreeMap<>(group), _ -> new ArrayList<>())
                        .add(new Heard(now, name == null ? matched.id() : name, values));
            }
        }

        @Override
        public void missingGroup(RuleInfo heard, RuleInfo matched, String field) {
            if (heard.id().equals(correlation)) {
                lacking.add(field);
            }
        }

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {}
    }

    /// @param body the `correlation` block of the rule
    public static CorrelationExplanation of(RuleSet rules, RuleInfo rule, Map<?, ?> body, List<OfflineEvent> events)
            throws MalformedEventException {
        var ear = new Ear(rule.id());
        var fired = new ArrayList<SortedMap<String, String>>();
        var run = new OfflineRun(rules, finding -> {
            if (finding.rule().id().equals(rule.id()) && finding.revision() == 1) {
                fired.add(finding.group());
            }
        });
        var evaluator = rules.newEvaluator();
        for (OfflineEvent event : events) {
            ear.now = event.time();
            evaluator.evaluate(event.source(), event.json(), ear);
            run.accept(event);
        }
        run.finish();
        Duration timespan = rules.machine(rule).timespan();
        List<String> wanted = Yaml.strings(body.get("rules"));
        var matched = new LinkedHashMap<String, Integer>();
        for (String name : wanted) {
            RuleInfo referred = rules.rule(name);
            String called = referred == null || referred.name() == null ? name : referred.name();
            int count = 0;
            for (List<Heard> heard : ear.groups.values()) {
                count += (int)
                        heard.stream().filter(one -> one.rule().equals(called)).count();
            }
            matched.put(called, count);
        }
        var groups = new ArrayList<Group>();
        ear.groups.forEach((group, heard) -> groups.add(
                group(rule, body, group, heard, List.copyOf(matched.keySet()), timespan, fired.contains(group))));
        return new CorrelationExplanation(
                rule.title(), rule.kind(), fired.size(), events.size(), matched, ear.lacking, groups);
    }

    private static Group group(
            RuleInfo rule,
            Map<?, ?> body,
            SortedMap<String, String> group,
            List<Heard> heard,
            List<String> wanted,
            Duration timespan,
            boolean fired) {
        heard.sort(Comparator.comparing(Heard::time));
        var matched = new LinkedHashMap<String, Integer>();
        wanted.forEach(name -> matched.put(name, (int)
                heard.stream().filter(one -> one.rule().equals(name)).count()));
        int most = most(heard, timespan);
        int values = (int) heard.stream()
                .map(Heard::values)
                .filter(v -> !v.isEmpty())
                .distinct()
                .count();
        String missing = fired ? "" : missing(rule.kind(), body, heard, matched, most, values, timespan);
        return new Group(group, matched, most, values, missing);
    }

    private static int most(List<Heard> heard, Duration timespan) {
        int most = 0;
        int start = 0;
        for (int end = 0; end < heard.size(); end++) {
            while (Duration.between(heard.get(start).time(), heard.get(end).time())
                            .compareTo(timespan)
                    > 0) {
                start++;
            }
            most = Math.max(most, end - start + 1);
        }
        return most;
    }

    private static String missing(
            String kind,
            Map<?, ?> body,
            List<Heard> heard,
            Map<String, Integer> matched,
            int most,
            int values,
            Duration timespan) {
        if (!kind.startsWith("temporal")) {
            boolean counts = kind.equals("value_count");
            return (counts ? values + " different values, at most " : "") + most + " events within " + spoken(timespan)
                    + ", asked " + body.get("condition");
        }
        List<String> absent = matched.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!absent.isEmpty()) {
            return "no event matched " + String.join(", ", absent);
        }
        boolean together = kind.equals("temporal_ordered") && most >= matched.size();
        Duration apart =
                Duration.between(heard.getFirst().time(), heard.getLast().time());
        return together
                ? "not in the order " + String.join(", ", matched.keySet()) + " within " + spoken(timespan)
                : "all matched, " + spoken(apart) + " apart; asked within " + spoken(timespan);
    }

    private static String spoken(Duration duration) {
        return duration.isZero()
                ? "0s"
                : duration.toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT);
    }
}
