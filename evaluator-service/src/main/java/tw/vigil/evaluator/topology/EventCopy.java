package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding;
import tw.vigil.event.UtcTime;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// What the correlate stage keeps of an event, so that a finding can show it long after the record was read. Most
/// events behind a correlation never come into a finding, so names and reasons are made when one does, where the text
/// is there to make them from.
///
/// @param event the copy that goes into the finding
/// @param received when ingest-service took it in
/// @param source log source of the event
/// @param ruleId of the rule that matched, while names and reasons are still to be made; else null
/// @param entities normalised names and values
/// @param reasons why the referenced rule matched
/// @param traceParent W3C trace context of the span that evaluated it
record EventCopy(
        Finding.ContributingEvent event,
        Instant received,
        LogSource source,
        @Nullable String ruleId,
        SortedMap<String, String> entities,
        List<Finding.Reason> reasons,
        @Nullable String traceParent) {

    private static final int VERSION = 2;

    /// With names and reasons, without log source and rule.
    private static final int EXPLAINED = 1;

    /// A copy whose names and reasons are made later.
    static EventCopy unexplained(
            Finding.ContributingEvent event,
            Instant received,
            LogSource source,
            String ruleId,
            @Nullable String traceParent) {
        return new EventCopy(event, received, source, ruleId, Collections.emptySortedMap(), List.of(), traceParent);
    }

    /// With names and reasons, by the rules that are in use now. A rule that is gone has no reasons any more.
    EventCopy explained(RuleSet rules) {
        String raw = event.raw();
        if (ruleId == null || raw == null) {
            return this;
        }
        byte[] json = raw.getBytes(StandardCharsets.UTF_8);
        RuleInfo rule = rules.rule(ruleId);
        List<Finding.Reason> why = rule == null ? List.of() : Explaining.reasons(rules, rule, source, json);
        return new EventCopy(event, received, source, null, Explaining.entities(rules, source, json), why, traceParent);
    }

    byte[] toBytes() {
        var writer = new FieldWriter(VERSION)
                .text(event.id())
                .text(event.type())
                .text(event.source())
                .text(event.sourceId())
                .text(event.time().toString())
                .text(event.topic())
                .number(event.partition())
                .number(event.offset())
                .text(event.rawSha256())
                .text(event.raw())
                .text(received.toString())
                .text(traceParent)
                .map(entities)
                .number(reasons.size());
        for (Finding.Reason reason : reasons) {
            writer.text(reason.selection())
                    .text(reason.field())
                    .text(reason.expected())
                    .text(reason.actual());
        }
        return writer.text(source.category())
                .text(source.product())
                .text(source.service())
                .text(ruleId)
                .toBytes();
    }

    static EventCopy from(byte[] bytes) {
        var reader = new FieldReader(bytes, EXPLAINED, VERSION);
        var event = new Finding.ContributingEvent(
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                UtcTime.parse(reader.text()),
                reader.text(),
                (int) reader.number(),
                reader.number(),
                reader.text(),
                reader.optionalText());
        Instant received = UtcTime.parse(reader.text());
        String traceParent = reader.optionalText();
        SortedMap<String, String> entities = reader.map();
        List<Finding.Reason> reasons = new ArrayList<>();
        for (long left = reader.number(); left > 0; left--) {
            reasons.add(new Finding.Reason(reader.text(), reader.text(), reader.text(), reader.optionalText()));
        }
        boolean later = reader.version() > EXPLAINED;
        var source = later
                ? new LogSource(reader.optionalText(), reader.optionalText(), reader.optionalText())
                : new LogSource(null, null, null);
        return new EventCopy(
                event, received, source, later ? reader.optionalText() : null, entities, reasons, traceParent);
    }
}
