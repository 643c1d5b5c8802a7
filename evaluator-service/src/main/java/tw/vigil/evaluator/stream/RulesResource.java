package tw.vigil.evaluator.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.canary.Proof;
import tw.vigil.evaluator.revision.RuleSets;
import tw.vigil.evaluator.topology.EvaluatorMetrics;
import tw.vigil.evaluator.topology.LedgerEntry;
import tw.vigil.sigma.RuleInfo;

/// The rules in use, what each has said on this instance, and whether it is proven.
@Path("/v1/rules")
class RulesResource {
    private final RuleSets ruleSets;
    private final Accounting accounting;
    private final SelfTests selfTests;
    private final MeterRegistry registry;

    RulesResource(RuleSets ruleSets, Accounting accounting, SelfTests selfTests, MeterRegistry registry) {
        this.ruleSets = ruleSets;
        this.accounting = accounting;
        this.selfTests = selfTests;
        this.registry = registry;
    }

    /// @param matches of a correlation: signals of its rules; since the start of the instance, as all counts
    /// @param findings also those of the stage `shadow`
    /// @param silent only feeds correlations
    /// @param lastMatch when the newest event came on which it held; kept over restarts
    /// @param costSeconds of processor time since the start, estimated from a sample
    /// @param proven when it last fired on its canary, by any instance
    /// @param proofMillis how long that took
    /// @param unprovable why it has no canary
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("id") String id,
            @JsonProperty("title") String title,
            @JsonProperty("level") String level,
            @JsonProperty("kind") String kind,
            @JsonProperty("stage") String stage,
            @JsonProperty("silent") boolean silent,
            @JsonProperty("matches") long matches,
            @JsonProperty("findings") long findings,
            @JsonProperty("errors") long errors,
            @JsonProperty("last_match") @Nullable Instant lastMatch,
            @JsonProperty("cost_seconds") double costSeconds,
            @JsonProperty("proven") @Nullable Instant proven,
            @JsonProperty("proof_ms") @Nullable Long proofMillis,
            @JsonProperty("missed_canaries") long missedCanaries,
            @JsonProperty("unprovable") @Nullable String unprovable) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<Rule> rules() {
        Map<String, LedgerEntry> sums =
                accounting.sums().map(Accounting.Sums::rules).map(Map::copyOf).orElse(Map.of());
        return ruleSets.rules().rules().stream()
                .map(rule -> describe(rule, sums.get(rule.id())))
                .toList();
    }

    private Rule describe(RuleInfo rule, @Nullable LedgerEntry sum) {
        String matches = rule.isDetection() ? "vigil.rule.matches" : "vigil.correlation.signals";
        Proof proof = selfTests.proofs().of(rule);
        return new Rule(
                rule.vigil().key(),
                rule.id(),
                rule.title(),
                rule.level(),
                rule.kind(),
                rule.vigil().shadow() ? "shadow" : "live",
                rule.silent(),
                (long) count(matches, rule),
                (long) (count("vigil.findings", rule) + count("vigil.findings.shadow", rule)),
                (long) count("vigil.rule.errors", rule),
                sum == null || sum.newestReceived() == 0 ? null : Instant.ofEpochMilli(sum.newestReceived()),
                count(EvaluatorMetrics.COST, rule),
                proof == null ? null : proof.proven(),
                proof == null ? null : proof.latency().toMillis(),
                (long) count("vigil.canary.missed", rule),
                selfTests.canaries().unprovable().get(rule.id()));
    }

    private double count(String name, RuleInfo rule) {
        return registry.find(name).tag("rule", EvaluatorMetrics.label(rule)).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
