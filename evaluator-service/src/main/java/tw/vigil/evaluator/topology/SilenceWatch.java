package tw.vigil.evaluator.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.Proofs;
import tw.vigil.evaluator.canary.RuleActivity;
import tw.vigil.evaluator.topology.Outgoing.Target;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleInfo;

/// Tells all instances when rules matched here, and, in the task of partition 0, which rules nothing has matched for
/// long. Not thread-safe: one per task.
final class SilenceWatch {
    /// How exactly others need to know: they reckon in days.
    private static final Duration EXACTNESS = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(SilenceWatch.class);

    private final DetectionTopology.Parts parts;
    private final Ledger ruleLedger;
    private final Map<String, Instant> told = new HashMap<>();
    private final Map<String, Instant> reported = new HashMap<>();
    private final Set<String> announced = new HashSet<>();

    /// @param ruleLedger of the matches in this task
    SilenceWatch(DetectionTopology.Parts parts, Ledger ruleLedger) {
        this.parts = parts;
        this.ruleLedger = ruleLedger;
    }

    /// Newer matches than those told before.
    List<Record<String, Outgoing>> matches() {
        var records = new ArrayList<Record<String, Outgoing>>();
        Proofs proofs = parts.selfTest().proofs();
        if (isUnread(proofs)) {
            return records;
        }
        ruleLedger.names().forEach(rule -> {
            Instant newest = Instant.ofEpochMilli(ruleLedger.of(rule).newestReceived());
            if (isNews(newest, told.get(rule))
                    && isNews(newest, proofs.activity().matched(rule))) {
                told.put(rule, newest);
                records.add(record(RuleActivity.matchedKey(rule), newest));
            }
        });
        return records;
    }

    private static boolean isNews(Instant match, @Nullable Instant before) {
        return before == null || match.isAfter(before.plus(EXACTNESS));
    }

    /// What others have said is not known yet.
    private static boolean isUnread(Proofs proofs) {
        return proofs.readUpTo().equals(Instant.MIN);
    }

    /// Rules that nobody has heard of before.
    List<Record<String, Outgoing>> loaded() {
        var records = new ArrayList<Record<String, Outgoing>>();
        Proofs proofs = parts.selfTest().proofs();
        if (isUnread(proofs)) {
            return records;
        }
        for (RuleInfo rule : parts.rules().get().rules()) {
            if (proofs.activity().loaded(rule.id()) == null && announced.add(rule.id())) {
                records.add(record(RuleActivity.loadedKey(rule.id()), now()));
            }
        }
        return records;
    }

    /// A finding for each rule that has become silent.
    List<Finding> silent() {
        Duration after = parts.selfTest().silentAfter();
        if (!after.isPositive()) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        RuleActivity activity = parts.selfTest().proofs().activity();
        for (var silence : activity.silent(parts.rules().get().rules(), now(), after)) {
            String rule = silence.rule().id();
            if (!silence.over().equals(reported.put(rule, silence.over()))) {
                LOG.warnf(
                        "a rule matched nothing for long rule=%s since=%s",
                        Findings.label(silence.rule()), silence.from());
                findings.add(ProductFindings.ofSilence(silence, after, now()));
            }
        }
        return findings;
    }

    private static Record<String, Outgoing> record(String key, Instant time) {
        return new Record<>(
                key, new Outgoing(Target.PROOF, RuleActivity.value(time)), time.toEpochMilli(), new RecordHeaders());
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
