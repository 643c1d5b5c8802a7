package tw.vigil.evaluator.topology;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleInfo;

/// Which failures of rules have been reported, and which are at their bound: a broken rule fails on every event, and
/// one finding per rule and hour says so. Kept in memory only: after a restart the same finding goes out again, under
/// the same id.
final class RuleErrors {
    private final Clock clock;
    private final Map<String, Long> reported = new HashMap<>();
    private final Map<String, Long> bounded = new HashMap<>();

    RuleErrors(Clock clock) {
        this.clock = clock;
    }

    /// The finding that reports a failure, or null when this rule's failure has been reported in this hour.
    ///
    /// @param copy the event that the rule failed on
    @Nullable
    Finding report(RuleInfo rule, RuntimeException cause, EventCopy copy) {
        return told(reported, rule, copy) ? null : ProductFindings.ofRuleError(rule, cause, copy, clock.instant());
    }

    /// The finding that says that a rule takes no new groups, or null when that has been said in this hour.
    ///
    /// @param copy the event that was not taken
    @Nullable
    Finding bound(RuleInfo rule, long groups, EventCopy copy) {
        return told(bounded, rule, copy) ? null : ProductFindings.ofBound(rule, groups, copy, clock.instant());
    }

    private static boolean told(Map<String, Long> hours, RuleInfo rule, EventCopy copy) {
        long hour = ProductFindings.hourOf(copy.received());
        Long last = hours.put(rule.id(), hour);
        return last != null && last == hour;
    }
}
