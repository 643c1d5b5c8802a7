package tw.vigil.evaluator.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.revision.RuleSets;
import tw.vigil.evaluator.topology.EvaluatorMetrics;
import tw.vigil.sigma.RuleInfo;

/// The rules in use, and what each has said on this instance since its start.
@Path("/v1/rules")
class RulesResource {
    private final RuleSets ruleSets;
    private final MeterRegistry registry;

    RulesResource(RuleSets ruleSets, MeterRegistry registry) {
        this.ruleSets = ruleSets;
        this.registry = registry;
    }

    /// @param matches of a correlation: signals of its rules
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("id") String id,
            @JsonProperty("title") String title,
            @JsonProperty("level") String level,
            @JsonProperty("kind") String kind,
            @JsonProperty("matches") long matches,
            @JsonProperty("findings") long findings,
            @JsonProperty("errors") long errors) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<Rule> rules() {
        return ruleSets.rules().rules().stream().map(this::describe).toList();
    }

    private Rule describe(RuleInfo rule) {
        String matches = rule.isDetection() ? "vigil.rule.matches" : "vigil.correlation.signals";
        return new Rule(
                rule.vigil().key(),
                rule.id(),
                rule.title(),
                rule.level(),
                rule.kind(),
                count(matches, rule),
                count("vigil.findings", rule),
                count("vigil.rule.errors", rule));
    }

    private long count(String name, RuleInfo rule) {
        return registry.find(name).tag("rule", EvaluatorMetrics.label(rule)).counters().stream()
                .mapToLong(counter -> (long) counter.count())
                .sum();
    }
}
