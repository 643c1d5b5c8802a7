package tw.vigil.sigma.rule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.correlate.CorrelationType;
import tw.vigil.sigma.correlate.Thresholds;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.yaml.Position;

/// A document of a rule file.
public sealed interface RuleDocument {

    Metadata metadata();

    /// @param ocsf the fields are OCSF names (`taxonomy: ocsf`)
    record DetectionRule(Metadata metadata, LogSourceFields logSource, boolean ocsf, Detection detection)
            implements RuleDocument {}

    /// @param rules to which it applies, by id or name; null = any
    record FilterRule(
            Metadata metadata,
            LogSourceFields logSource,
            @Nullable List<Reference> rules,
            Detection detection) implements RuleDocument {

        public boolean names(Metadata rule) {
            return rules == null || rules.stream().anyMatch(r -> rule.isCalled(r.name()));
        }
    }

    /// @param aliases group-by name → (rule name or id → field)
    /// @param fields what `value_*` types look at
    /// @param expression the boolean condition of temporal types; null when `thresholds` decide
    /// @param generate the referenced rules speak for themselves, too
    record CorrelationRule(
            Metadata metadata,
            CorrelationType type,
            List<Reference> rules,
            List<String> groupBy,
            Duration timespan,
            Map<String, Map<String, String>> aliases,
            List<String> fields,
            double percentile,
            Thresholds thresholds,
            @Nullable Condition expression,
            boolean generate)
            implements RuleDocument {
        public CorrelationRule {
            rules = List.copyOf(rules);
            groupBy = List.copyOf(groupBy);
            aliases = Map.copyOf(aliases);
            fields = List.copyOf(fields);
        }
    }

    /// A rule's id or name where another document uses it.
    record Reference(String name, Position position) {}
}
