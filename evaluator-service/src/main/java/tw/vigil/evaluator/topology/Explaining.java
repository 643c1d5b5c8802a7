package tw.vigil.evaluator.topology;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import tw.vigil.event.Finding;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.Reason;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// What a finding says of an event beside its text: who and where, and why a rule matched. A mapping or a rule that
/// cannot say so costs the names or the reasons, never the finding.
final class Explaining {
    private static final Logger LOG = Logger.getLogger(Explaining.class);

    /// Fields of a finding come from events, and events may hold anything.
    private static final int MAX_TEXT = 1024;

    private static final int MAX_ENTITIES = 64;
    private static final int MAX_REASONS = 64;

    private Explaining() {}

    static SortedMap<String, String> entities(RuleSet rules, LogSource source, byte[] json) {
        Map<String, String> names;
        try {
            names = rules.normalise(source, json);
        } catch (RuntimeException _) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, String> entities = new TreeMap<>();
        for (var name : names.entrySet()) {
            if (entities.size() == MAX_ENTITIES) {
                break;
            }
            entities.put(name.getKey(), cut(name.getValue()));
        }
        return entities;
    }

    static List<Finding.Reason> reasons(RuleSet rules, RuleInfo rule, LogSource source, byte[] json) {
        try {
            return rules.explain(rule, source, json).stream()
                    .limit(MAX_REASONS)
                    .map(Explaining::reason)
                    .toList();
        } catch (RuntimeException e) {
            LOG.warnf(e, "a match cannot be explained ruleId=%s", rule.id());
            return List.of();
        }
    }

    private static Finding.Reason reason(Reason reason) {
        return new Finding.Reason(
                cut(reason.selection()),
                cut(reason.field()),
                cut(reason.expected()),
                reason.actual() == null ? null : cut(reason.actual()));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
