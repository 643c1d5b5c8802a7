package tw.vigil.rulecli.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.ProofCase;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.EventEvaluator;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;

/// What the events beside a detection reach of it: every search identifier and the condition seen to hold and
/// seen not to hold, every branch of a list seen to hold. Each is asked alone, as a rule of its own.
///
/// @param missing goals that no event reached, for example `robot: never true`
public record ConditionCoverage(
        @JsonProperty("rule") String rule,
        @JsonProperty("title") String title,
        @JsonProperty("reached") int reached,
        @JsonProperty("goals") int goals,
        @JsonProperty("missing") List<String> missing) {

    public ConditionCoverage {
        missing = List.copyOf(missing);
    }

    /// Of goals, rounded down; 100 where there are none.
    public int percent() {
        return percent(reached, goals);
    }

    public static int percent(int reached, int goals) {
        return goals == 0 ? 100 : reached * 100 / goals;
    }

    /// One of a rule's parts, compiled alone.
    ///
    /// @param needsFalse branches of a list need not be seen failing: their neighbours' events do that
    private record Probe(String label, String name, boolean needsFalse) {}

    private static final class Seen implements MatchSink {
        private final Set<String> names = new HashSet<>();

        @Override
        public void match(RuleInfo rule) {
            names.add(String.valueOf(rule.name()));
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {}

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {}

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {}
    }

    /// Of every detection of the pack that has events beside it.
    public static List<ConditionCoverage> of(RulePack pack) {
        var coverage = new ArrayList<ConditionCoverage>();
        for (RuleFile file : pack.rules()) {
            RuleFile proof = pack.proofs().get(file.path());
            if (proof == null) {
                continue;
            }
            var events = new ArrayList<OfflineEvent>();
            ProofCase.read(proof).forEach(proofCase -> events.addAll(proofCase.played()));
            for (Object document : Yaml.documents(file.path(), file.text())) {
                if (document instanceof Map<?, ?> map && map.get("detection") instanceof Map<?, ?> detection) {
                    coverage.add(of(file.path(), pack, map, detection, events));
                }
            }
        }
        return coverage;
    }

    private static ConditionCoverage of(
            String path, RulePack pack, Map<?, ?> document, Map<?, ?> detection, List<OfflineEvent> events) {
        var probes = new ArrayList<Probe>();
        var files = new ArrayList<RuleFile>();
        for (var entry : detection.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (name.equals("condition") || name.equals("timeframe") || entry.getValue() == null) {
                continue;
            }
            add(probes, files, document, name, entry.getValue(), true);
            if (entry.getValue() instanceof List<?> branches && branches.size() > 1) {
                for (int i = 0; i < branches.size(); i++) {
                    Object branch = branches.get(i);
                    add(probes, files, document, name + "[" + (i + 1) + "]", branch == null ? "" : branch, false);
                }
            }
        }
        var whole = new LinkedHashMap<Object, Object>(detection);
        probes.add(new Probe("condition", "probe_" + probes.size(), true));
        files.add(file(document, probes.getLast(), whole));
        RuleSet rules = RuleSet.compile(files, pack.context()).rules();
        return judged(path, String.valueOf(document.get("title")), probes, rules, events);
    }

    private static void add(
            List<Probe> probes,
            List<RuleFile> files,
            Map<?, ?> document,
            String label,
            Object body,
            boolean needsFalse) {
        var detection = new LinkedHashMap<Object, Object>();
        detection.put("part", body);
        detection.put("condition", "part");
        probes.add(new Probe(label, "probe_" + probes.size(), needsFalse));
        files.add(file(document, probes.getLast(), detection));
    }

    private static RuleFile file(Map<?, ?> document, Probe probe, Map<Object, Object> detection) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("title", probe.label());
        rule.put("name", probe.name());
        for (String key : List.of("logsource", "taxonomy", "sigma-version")) {
            Object value = document.get(key);
            if (value != null) {
                rule.put(key, value);
            }
        }
        rule.put("detection", detection);
        return new RuleFile(probe.name(), Yaml.text(rule));
    }

    private static ConditionCoverage judged(
            String path, String title, List<Probe> probes, RuleSet rules, List<OfflineEvent> events) {
        var held = new HashSet<String>();
        var failed = new HashSet<String>();
        EventEvaluator evaluator = rules.newEvaluator();
        for (OfflineEvent event : events) {
            var seen = new Seen();
            try {
                evaluator.evaluate(event.source(), event.json(), seen);
            } catch (MalformedEventException _) {
                continue; // the case itself fails and says why
            }
            for (Probe probe : probes) {
                (seen.names.contains(probe.name()) ? held : failed).add(probe.name());
            }
        }
        int goals = 0;
        var missing = new ArrayList<String>();
        for (Probe probe : probes) {
            goals += probe.needsFalse() ? 2 : 1;
            if (!held.contains(probe.name())) {
                missing.add(probe.label() + ": never true");
            }
            if (probe.needsFalse() && !failed.contains(probe.name())) {
                missing.add(probe.label() + ": never false");
            }
        }
        return new ConditionCoverage(path, title, goals - missing.size(), goals, missing);
    }
}
