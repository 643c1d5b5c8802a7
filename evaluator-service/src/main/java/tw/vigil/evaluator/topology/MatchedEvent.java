package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.CanaryRun;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Finding;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.correlate.Signal;

/// Collects what the rules say of one event. The copy is made when the first rule matches, names and reasons for a
/// finding: most events match none.
final class MatchedEvent implements MatchSink {
    private record PendingSignal(
            RuleInfo correlation,
            RuleInfo matched,
            SortedMap<String, String> group,
            List<String> values,
            SortedMap<String, List<String>> carried) {}

    private final RuleSet rules;
    private final EventHeaders headers;
    private final byte[] json;
    private final RecordMetadata position;
    private final @Nullable String traceParent;
    private final EvaluatorMetrics metrics;
    private final Clock clock;
    private final @Nullable CanaryRun run;
    private final LogSource logSource;
    private final List<Outcome> findings = new ArrayList<>();
    private final Set<RuleInfo> matched = new LinkedHashSet<>();
    private final List<PendingSignal> signals = new ArrayList<>();
    private final Map<RuleInfo, RuntimeException> errors = new LinkedHashMap<>();
    private Finding.@Nullable ContributingEvent event;
    private @Nullable SortedMap<String, String> entities;

    /// A rule and its finding.
    record Outcome(RuleInfo rule, Finding finding) {}

    /// @param run that the event belongs to; null for a real event
    MatchedEvent(
            RuleSet rules,
            EventHeaders headers,
            byte[] json,
            RecordMetadata position,
            @Nullable String traceParent,
            @Nullable CanaryRun run,
            EvaluatorMetrics metrics,
            Clock clock) {
        this.run = run;
        this.rules = rules;
        this.headers = headers;
        this.json = json;
        this.position = position;
        this.traceParent = traceParent;
        this.metrics = metrics;
        this.clock = clock;
        this.logSource = new LogSource(headers.category(), headers.product(), headers.service());
    }

    LogSource logSource() {
        return logSource;
    }

    List<Outcome> findings() {
        return findings;
    }

    /// Whether nothing is to be sent: true of most events.
    boolean saysNothing() {
        return findings.isEmpty() && signals.isEmpty() && errors.isEmpty();
    }

    /// The rules that hold for this event, whether they speak for themselves or to others.
    Set<RuleInfo> matched() {
        return matched;
    }

    Map<RuleInfo, RuntimeException> errors() {
        return errors;
    }

    /// @param newestEvent the newest event time of this event's source
    List<SignalMessage> signals(Instant newestEvent) {
        // canaries have no source whose clock could run: they are judged by the wall's
        var newestEvents =
                run == null ? new TreeMap<>(Map.of(headers.sourceId(), newestEvent)) : new TreeMap<String, Instant>();
        return signals.stream().map(signal -> message(signal, newestEvents)).toList();
    }

    private SignalMessage message(PendingSignal pending, SortedMap<String, Instant> newestEvents) {
        var signal =
                new Signal(headers.id(), pending.matched().id(), headers.time(), pending.values(), pending.carried());
        return new SignalMessage(
                pending.correlation().id(),
                run == null ? pending.group() : run.within(pending.group()),
                signal,
                position.partition(),
                newestEvents,
                List.of(because(pending.matched())));
    }

    /// The event without names and reasons.
    EventCopy plainCopy() {
        return new EventCopy(
                event(), headers.receivedTime(), logSource, null, Collections.emptySortedMap(), List.of(), traceParent);
    }

    @Override
    public void match(RuleInfo rule) {
        if (run != null && !run.ruleId().equals(rule.id())) {
            return; // another rule's canary proves nothing of this one on purpose
        }
        matched.add(rule);
        if (run == null) {
            metrics.match(rule);
            metrics.finding(rule);
        }
        findings.add(new Outcome(rule, Findings.ofMatch(rule, explained(rule), clock.instant())));
    }

    @Override
    public void signal(RuleInfo correlation, RuleInfo matched, SortedMap<String, String> group) {
        signal(correlation, matched, group, List.of(), Collections.emptySortedMap());
    }

    @Override
    public void signal(
            RuleInfo correlation,
            RuleInfo matched,
            SortedMap<String, String> group,
            List<String> values,
            SortedMap<String, List<String>> carried) {
        this.matched.add(matched);
        if (run == null) {
            metrics.signal(correlation);
        }
        signals.add(new PendingSignal(correlation, matched, group, values, carried));
    }

    @Override
    public void missingGroup(RuleInfo correlation, RuleInfo matched, String field) {
        if (run == null) {
            metrics.missingGroup(correlation);
        }
    }

    @Override
    public void error(RuleInfo rule, RuntimeException cause) {
        metrics.error(rule);
        errors.putIfAbsent(rule, cause);
    }

    /// With names and reasons: for a finding that goes out now.
    private EventCopy explained(RuleInfo rule) {
        if (entities == null) {
            entities = Explaining.entities(rules, logSource, json);
        }
        List<Finding.Reason> reasons = Explaining.reasons(rules, rule, logSource, json);
        return new EventCopy(event(), headers.receivedTime(), logSource, null, entities, reasons, traceParent);
    }

    /// For a correlation, which may or may not speak of it: what can be made from the text is made then.
    private EventCopy because(RuleInfo rule) {
        return event().raw() == null
                ? explained(rule)
                : EventCopy.unexplained(event(), headers.receivedTime(), logSource, rule.id(), traceParent);
    }

    private Finding.ContributingEvent event() {
        if (event == null) {
            boolean fits = json.length <= Findings.MAX_RAW_BYTES;
            event = new Finding.ContributingEvent(
                    headers.id(),
                    headers.type(),
                    headers.source(),
                    headers.sourceId(),
                    headers.time(),
                    position.topic(),
                    position.partition(),
                    position.offset(),
                    headers.rawSha256(),
                    fits ? new String(json, StandardCharsets.UTF_8) : null);
        }
        return event;
    }
}
