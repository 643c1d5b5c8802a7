package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.CanarySchedule;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.Vigil;
import tw.vigil.sigma.correlate.Episode;

/// Makes findings. Their ids follow from the rule and the events alone, so a replay makes the same ones.
final class Findings {
    /// Catalogue key of the finding that says "a rule of ours failed".
    static final String RULE_ERROR_KEY = "VIGIL-RULE-ERROR";

    /// Catalogue key of the finding that says "a rule of ours was silent when it had to speak".
    static final String UNPROVEN_KEY = "VIGIL-RULE-UNPROVEN";

    /// Newest contributing events that a finding carries.
    static final int MAX_EVENTS = 20;

    /// A larger event goes into a finding without its text.
    static final int MAX_RAW_BYTES = 32 * 1024;

    /// Texts of all events of one finding together. In JSON they at most double, which stays below the 1 MiB that a
    /// Kafka broker takes by default: an oversized finding would stop the stream.
    private static final int MAX_RAW_BYTES_OF_FINDING = 384 * 1024;

    /// Catalogue key of the finding that says "a rule of ours holds as much as it may".
    static final String BOUND_KEY = "VIGIL-RULE-DEGRADED";

    private static final String BOUND_ID = "c1a7f0d4-6b52-4e8e-9a0f-2d3b8c5e7f61";
    private static final String UNPROVEN_ID = "5d0f2c9e-3a61-4d0f-8b0a-6f7c1b2d9e44";
    private static final String RULE_ERROR_ID = "0e9b3f0a-7d55-4c1b-9a54-0d6f0a6a7c11";

    private Findings() {}

    /// A detection matched one event.
    static Finding ofMatch(RuleInfo rule, EventCopy copy, Instant evaluated) {
        Finding.ContributingEvent event = copy.event();
        return new Finding(
                Sha256.hex(rule.id() + "\n" + event.id()),
                1,
                describe(rule),
                rule.clauses(),
                rule.tags(),
                rule.vigil().unit(),
                rule.vigil().playbook(),
                Collections.emptySortedMap(),
                new Finding.Times(event.time(), event.time(), copy.received(), evaluated),
                1,
                copy.entities(),
                copy.reasons(),
                List.of(event),
                event.raw() == null);
    }

    /// A correlation's condition holds.
    ///
    /// @param rules to make names and reasons with
    /// @param copies the newest contributing events that are still kept, in event-time order
    static Finding ofEpisode(
            RuleSet rules,
            RuleInfo rule,
            SortedMap<String, String> group,
            Episode episode,
            List<EventCopy> copies,
            Instant evaluated) {
        EventCopy newest = copies.isEmpty() ? null : copies.getLast().explained(rules);
        List<Finding.ContributingEvent> events = bounded(copies);
        SortedMap<String, String> whole = new TreeMap<>(group);
        whole.putAll(episode.added());
        return new Finding(
                idOfEpisode(rule, whole, episode.windowStart()),
                episode.revision(),
                describe(rule),
                rule.clauses(),
                rule.tags(),
                rule.vigil().unit(),
                rule.vigil().playbook(),
                whole,
                new Finding.Times(
                        episode.windowStart(),
                        episode.windowEnd(),
                        newest == null ? episode.windowEnd() : newest.received(),
                        evaluated),
                episode.count(),
                newest == null ? Collections.emptySortedMap() : newest.entities(),
                reasons(rule, episode, newest),
                events,
                events.size() < episode.count() || events.stream().anyMatch(event -> event.raw() == null));
    }

    private static List<Finding.Reason> reasons(RuleInfo rule, Episode episode, @Nullable EventCopy newest) {
        if (!rule.kind().equals("expectation")) {
            return newest == null ? List.of() : newest.reasons();
        }
        // the episode ends where it speaks: so long before its deadline
        var left = Duration.ofSeconds((long) episode.value());
        Instant deadline = episode.windowEnd().plus(left);
        String actual = left.isZero() ? "not happened" : "not yet; " + left.toDays() + " days were left";
        return List.of(new Finding.Reason("expectation", "deadline", "happens before " + deadline, actual));
    }

    /// @param group with what tells the episode from others of the same group and start
    static String idOfEpisode(RuleInfo rule, SortedMap<String, String> group, Instant start) {
        return Sha256.hex(rule.id() + "\n" + Groups.canonical(group) + "\n" + start);
    }

    /// A rule failed on an event. One finding per rule and hour of reception: a broken rule fails on every event.
    static Finding ofRuleError(RuleInfo rule, RuntimeException cause, EventCopy copy, Instant evaluated) {
        Finding.ContributingEvent event = copy.event();
        var reason = new Finding.Reason(
                "evaluation",
                "rule",
                "evaluates without a failure",
                cause.getClass().getName());
        var described = new Finding.Rule(
                RULE_ERROR_ID,
                RULE_ERROR_KEY,
                null,
                RuleInfo.DETECTION,
                "Rule " + label(rule) + " failed on an event",
                "規則 " + label(rule) + " 執行失敗",
                "The rule \"" + rule.title()
                        + "\" failed on at least one event of this hour and did not judge it; "
                        + "the other rules did. The metric vigil_rule_errors_total counts the events.",
                "規則「" + rule.title() + "」於本小時內至少一筆事件執行失敗，該事件未經此規則判斷；其他規則不受影響。" + "筆數請見指標 vigil_rule_errors_total。",
                "high",
                Sha256.hex(RULE_ERROR_KEY));
        var times = new Finding.Times(event.time(), event.time(), copy.received(), evaluated);
        String seed = rule.id() + "\n" + hourOf(copy.received());
        return ofOurs(described, rule, seed, times, reason, List.of(event));
    }

    /// A rule did not fire on its canary. One finding per rule and hour.
    static Finding ofMissedCanary(CanarySchedule.Missed missed) {
        RuleInfo rule = missed.rule();
        String played = missed.canary().path() + ": " + missed.canary().caseName();
        var reason = new Finding.Reason("canary", "rule", "fires on: " + played, "silent until " + missed.deadline());
        var described = new Finding.Rule(
                UNPROVEN_ID,
                UNPROVEN_KEY,
                null,
                RuleInfo.DETECTION,
                "Rule " + label(rule) + " did not fire on its canary",
                "規則 " + label(rule) + " 對金絲雀事件未發出告警",
                "The rule \"" + rule.title() + "\" is loaded, but was silent on events on which it must fire. "
                        + "Until it is proven again, it may miss real ones: see ./vigil rules status.",
                "規則「" + rule.title() + "」已載入，但對應觸發之測試事件未發出告警。重新證明有效前，可能漏掉真實事件；" + "請執行 ./vigil rules status。",
                "high",
                Sha256.hex(UNPROVEN_KEY));
        Instant sent = missed.run().sent();
        var times = new Finding.Times(sent, sent, sent, missed.deadline());
        return ofOurs(described, rule, rule.id() + "\n" + hourOf(sent), times, reason, List.of());
    }

    /// A rule holds as many groups as it may. One finding per rule and hour of reception.
    static Finding ofBound(RuleInfo rule, long groups, EventCopy copy, Instant evaluated) {
        Finding.ContributingEvent event = copy.event();
        var reason = new Finding.Reason(
                "state", "groups", "at most " + groups + " in one partition", "a new group was not taken");
        var described = new Finding.Rule(
                BOUND_ID,
                BOUND_KEY,
                null,
                RuleInfo.DETECTION,
                "Rule " + label(rule) + " takes no new groups",
                "規則 " + label(rule) + " 群組數已達上限",
                "The rule \"" + rule.title()
                        + "\" holds as many groups as it may. The groups that it has go on; events of new ones are not "
                        + "correlated. The metric vigil_correlation_refused_total counts them.",
                "規則「" + rule.title() + "」持有之群組數已達上限。既有群組不受影響，新群組之事件未納入關聯，" + "筆數請見指標 vigil_correlation_refused_total。",
                "high",
                Sha256.hex(BOUND_KEY));
        var times = new Finding.Times(event.time(), event.time(), copy.received(), evaluated);
        String seed = rule.id() + "\n" + hourOf(copy.received());
        return ofOurs(described, rule, seed, times, reason, List.of(event));
    }

    /// A finding about the product itself: of no clause, to the default unit.
    private static Finding ofOurs(
            Finding.Rule described,
            RuleInfo about,
            String seed,
            Finding.Times times,
            Finding.Reason reason,
            List<Finding.ContributingEvent> events) {
        return new Finding(
                Sha256.hex(described.key() + "\n" + seed),
                1,
                described,
                List.of(),
                List.of(),
                null,
                null,
                new TreeMap<>(Map.of("rule", label(about))),
                times,
                1,
                new TreeMap<>(Map.of("metadata.product.name", "vigil")),
                List.of(reason),
                events,
                events.stream().anyMatch(event -> event.raw() == null));
    }

    static long hourOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 3600L);
    }

    /// What a rule is called in metrics and logs: its catalogue key, else its id.
    static String label(RuleInfo rule) {
        String key = rule.vigil().key();
        return key == null ? rule.id() : key;
    }

    private static Finding.Rule describe(RuleInfo rule) {
        Vigil vigil = rule.vigil();
        return new Finding.Rule(
                rule.id(),
                vigil.key(),
                rule.name(),
                rule.kind(),
                rule.title(),
                vigil.titleZh(),
                rule.description(),
                vigil.descriptionZh(),
                rule.level(),
                rule.sha256());
    }

    /// Keeps the texts of the newest events, as many as fit.
    private static List<Finding.ContributingEvent> bounded(List<EventCopy> copies) {
        List<Finding.ContributingEvent> events = new ArrayList<>();
        int left = MAX_RAW_BYTES_OF_FINDING;
        for (EventCopy copy : copies.reversed()) {
            Finding.ContributingEvent event = copy.event();
            int size = sizeOf(event.raw());
            events.add(size <= left ? event : withoutRaw(event));
            left -= Math.min(size, left);
        }
        return events.reversed();
    }

    private static int sizeOf(@Nullable String raw) {
        return raw == null ? 0 : raw.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Finding.ContributingEvent withoutRaw(Finding.ContributingEvent event) {
        return new Finding.ContributingEvent(
                event.id(),
                event.type(),
                event.source(),
                event.sourceId(),
                event.time(),
                event.topic(),
                event.partition(),
                event.offset(),
                event.rawSha256(),
                null);
    }
}
