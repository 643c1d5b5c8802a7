package tw.vigil.evaluator.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tw.vigil.evaluator.canary.CanarySchedule;
import tw.vigil.evaluator.canary.RuleActivity;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleInfo;

/// Findings about the product itself: what keeps a rule from doing its work. They are of no clause and go to the
/// default unit. Ids follow from rule and hour, or from what they speak of, so telling one again is told once.
final class ProductFindings {
    /// What can be wrong with a rule.
    ///
    /// @param key catalogue key
    private record Kind(String key, String id, String level) {}

    private static final Kind ERROR = new Kind("VIGIL-RULE-ERROR", "0e9b3f0a-7d55-4c1b-9a54-0d6f0a6a7c11", "high");
    private static final Kind UNPROVEN =
            new Kind("VIGIL-RULE-UNPROVEN", "5d0f2c9e-3a61-4d0f-8b0a-6f7c1b2d9e44", "high");
    private static final Kind DEGRADED =
            new Kind("VIGIL-RULE-DEGRADED", "c1a7f0d4-6b52-4e8e-9a0f-2d3b8c5e7f61", "high");
    private static final Kind SILENT = new Kind("VIGIL-RULE-SILENT", "83c4a1de-2f90-4b7b-9c55-71e0d2a6b3f8", "low");

    /// In English and Traditional Chinese.
    private record Text(String title, String titleZh, String description, String descriptionZh) {}

    private ProductFindings() {}

    /// A rule failed on an event. One finding per rule and hour of reception: a broken rule fails on every event.
    static Finding ofRuleError(RuleInfo rule, RuntimeException cause, EventCopy copy, Instant evaluated) {
        var text = new Text(
                "Rule " + Findings.label(rule) + " failed on an event",
                "規則 " + Findings.label(rule) + " 執行失敗",
                "The rule \"" + rule.title()
                        + "\" failed on at least one event of this hour and did not judge it; "
                        + "the other rules did. The metric vigil_rule_errors_total counts the events.",
                "規則「" + rule.title() + "」於本小時內至少一筆事件執行失敗，該事件未經此規則判斷；其他規則不受影響。" + "筆數請見指標 vigil_rule_errors_total。");
        var reason = new Finding.Reason(
                "evaluation",
                "rule",
                "evaluates without a failure",
                cause.getClass().getName());
        return ofEvent(ERROR, rule, text, reason, copy, evaluated);
    }

    /// A rule holds as many groups as it may. One finding per rule and hour of reception.
    static Finding ofBound(RuleInfo rule, long groups, EventCopy copy, Instant evaluated) {
        var text = new Text(
                "Rule " + Findings.label(rule) + " takes no new groups",
                "規則 " + Findings.label(rule) + " 群組數已達上限",
                "The rule \"" + rule.title()
                        + "\" holds as many groups as it may. The groups that it has go on; events of new ones are not "
                        + "correlated. The metric vigil_correlation_refused_total counts them.",
                "規則「" + rule.title() + "」持有之群組數已達上限。既有群組不受影響，新群組之事件未納入關聯，" + "筆數請見指標 vigil_correlation_refused_total。");
        var reason = new Finding.Reason(
                "state", "groups", "at most " + groups + " in one partition", "a new group was not taken");
        return ofEvent(DEGRADED, rule, text, reason, copy, evaluated);
    }

    /// A rule did not fire on its canary. One finding per rule and hour.
    static Finding ofMissedCanary(CanarySchedule.Missed missed) {
        RuleInfo rule = missed.rule();
        var text = new Text(
                "Rule " + Findings.label(rule) + " did not fire on its canary",
                "規則 " + Findings.label(rule) + " 對金絲雀事件未發出告警",
                "The rule \"" + rule.title() + "\" is loaded, but was silent on events on which it must fire. "
                        + "Until it is proven again, it may miss real ones: see ./vigil rules status.",
                "規則「" + rule.title() + "」已載入，但對應觸發之測試事件未發出告警。重新證明有效前，可能漏掉真實事件；" + "請執行 ./vigil rules status。");
        String played = missed.canary().path() + ": " + missed.canary().caseName();
        var reason = new Finding.Reason("canary", "rule", "fires on: " + played, "silent until " + missed.deadline());
        Instant sent = missed.run().sent();
        var times = new Finding.Times(sent, sent, sent, missed.deadline());
        return finding(UNPROVEN, rule, text, rule.id() + "\n" + hourOf(sent), times, reason, List.of());
    }

    /// No event matched a rule for long. One finding per stretch of that length.
    static Finding ofSilence(RuleActivity.Silence silence, Duration after, Instant evaluated) {
        RuleInfo rule = silence.rule();
        long days = after.toDays();
        var text = new Text(
                "Rule " + Findings.label(rule) + " matched nothing for " + days + " days",
                "規則 " + Findings.label(rule) + " 逾 " + days + " 日未命中任何事件",
                "The rule \"" + rule.title()
                        + "\" is loaded and proven by its own events, but no real event matched it. "
                        + "Look whether its source still shows the fields it asks for: ./vigil rules fields. "
                        + "A rule on what must never happen may stay silent: close this as expected.",
                "規則「" + rule.title() + "」已載入且以測試事件證明有效，惟期間無真實事件命中。請以 ./vigil rules fields 確認來源仍提供所需欄位；"
                        + "若規則所述本即不應發生，請以預期結果結案。");
        String last = (silence.everMatched() ? "last at " : "never; loaded ") + silence.from();
        var reason = new Finding.Reason("rule", "last match", "within " + days + " days", last);
        Instant over = silence.over();
        var times = new Finding.Times(silence.from(), over, over, evaluated);
        return finding(SILENT, rule, text, rule.id() + "\n" + over, times, reason, List.of());
    }

    private static Finding ofEvent(
            Kind kind, RuleInfo about, Text text, Finding.Reason reason, EventCopy copy, Instant evaluated) {
        Finding.ContributingEvent event = copy.event();
        var times = new Finding.Times(event.time(), event.time(), copy.received(), evaluated);
        String seed = about.id() + "\n" + hourOf(copy.received());
        return finding(kind, about, text, seed, times, reason, List.of(event));
    }

    private static Finding finding(
            Kind kind,
            RuleInfo about,
            Text text,
            String seed,
            Finding.Times times,
            Finding.Reason reason,
            List<Finding.ContributingEvent> events) {
        var described = new Finding.Rule(
                kind.id(),
                kind.key(),
                null,
                RuleInfo.DETECTION,
                text.title(),
                text.titleZh(),
                text.description(),
                text.descriptionZh(),
                kind.level(),
                Sha256.hex(kind.key()));
        return new Finding(
                Sha256.hex(kind.key() + "\n" + seed),
                1,
                described,
                List.of(),
                List.of(),
                null,
                null,
                new TreeMap<>(Map.of("rule", Findings.label(about))),
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
}
