package tw.vigil.sigma.rule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.correlate.CorrelationType;
import tw.vigil.sigma.correlate.Period;
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

    /// A document that listens to other rules instead of events.
    sealed interface Listening extends RuleDocument {

        /// `event_count` …, `baseline`, `expectation`.
        String kind();

        List<Reference> rules();

        List<String> groupBy();

        /// Group-by name → (rule name or id → field).
        Map<String, Map<String, String>> aliases();

        /// What it looks at beside the group.
        List<String> fields();

        /// Only numbers count.
        default boolean needsNumbers() {
            return false;
        }

        /// The referenced rules speak for themselves, too.
        boolean generate();

        default CorrelationOptions options() {
            return CorrelationOptions.DEFAULT;
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
            boolean generate,
            CorrelationOptions options)
            implements Listening {
        public CorrelationRule {
            rules = List.copyOf(rules);
            groupBy = List.copyOf(groupBy);
            aliases = Map.copyOf(aliases);
            fields = List.copyOf(fields);
        }

        @Override
        public String kind() {
            return type().sigmaName();
        }

        @Override
        public boolean needsNumbers() {
            return type().needsNumbers();
        }
    }

    /// @param fields whose values, together, are watched for new ones
    record BaselineRule(
            Metadata metadata,
            List<Reference> rules,
            List<String> groupBy,
            Map<String, Map<String, String>> aliases,
            List<String> fields,
            Duration learn,
            Duration forget,
            boolean generate)
            implements Listening {
        public BaselineRule {
            rules = List.copyOf(rules);
            groupBy = List.copyOf(groupBy);
            aliases = Map.copyOf(aliases);
            fields = List.copyOf(fields);
        }

        @Override
        public String kind() {
            return RuleKinds.BASELINE;
        }
    }

    /// @param rows the groups of which something is expected; null = every group, from its first event on
    /// @param warn how long before a deadline to speak already; descending
    record ExpectationRule(
            Metadata metadata,
            List<Reference> rules,
            List<String> groupBy,
            Map<String, Map<String, String>> aliases,
            @Nullable List<SortedMap<String, String>> rows,
            Period every,
            List<Duration> warn,
            boolean generate)
            implements Listening {
        public ExpectationRule {
            rules = List.copyOf(rules);
            groupBy = List.copyOf(groupBy);
            aliases = Map.copyOf(aliases);
            rows = rows == null ? null : List.copyOf(rows);
            warn = List.copyOf(warn);
        }

        @Override
        public String kind() {
            return RuleKinds.EXPECTATION;
        }

        @Override
        public List<String> fields() {
            return List.of();
        }
    }

    /// A rule's id or name where another document uses it.
    record Reference(String name, Position position) {}
}
