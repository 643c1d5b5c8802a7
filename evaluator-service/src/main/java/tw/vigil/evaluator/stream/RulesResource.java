package tw.vigil.evaluator.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.RuleInfo;

/// The rules in use.
@Path("/v1/rules")
class RulesResource {
    private final StreamRunner runner;

    RulesResource(StreamRunner runner) {
        this.runner = runner;
    }

    record Rule(
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("id") String id,
            @JsonProperty("title") String title,
            @JsonProperty("level") String level,
            @JsonProperty("kind") String kind) {

        static Rule of(RuleInfo rule) {
            return new Rule(rule.vigil().key(), rule.id(), rule.title(), rule.level(), rule.kind());
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<Rule> rules() {
        return runner.rules().rules().rules().stream().map(Rule::of).toList();
    }
}
