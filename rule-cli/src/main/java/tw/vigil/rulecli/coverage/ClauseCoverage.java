package tw.vigil.rulecli.coverage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import tw.vigil.rulecli.pack.Clause;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.sigma.RuleInfo;

/// A duty and the rules that watch it; a line of `coverage --clauses`.
///
/// @param status watched; gap: a breach would show in events and no rule looks; attested: people attest it;
///        out: nothing that this product could see
public record ClauseCoverage(
        @JsonProperty("clause") String clause,
        @JsonProperty("strength") String strength,
        @JsonProperty("modes") List<String> modes,
        @JsonProperty("status") String status,
        @JsonProperty("rules") List<String> rules,
        @JsonProperty("en") String english,
        @JsonProperty("zh") String chinese) {

    public ClauseCoverage {
        modes = List.copyOf(modes);
        rules = List.copyOf(rules);
    }

    public static List<ClauseCoverage> of(RulePack pack, List<RuleInfo> rules) {
        var coverage = new ArrayList<ClauseCoverage>();
        for (Clause clause : pack.register()) {
            List<String> watching = rules.stream()
                    .filter(rule -> !rule.silent() && rule.clauses().contains(clause.id()))
                    .map(ClauseCoverage::called)
                    .sorted()
                    .toList();
            coverage.add(new ClauseCoverage(
                    clause.id(),
                    clause.strength(),
                    clause.modes(),
                    status(clause, watching),
                    watching,
                    clause.english(),
                    clause.chinese()));
        }
        return coverage;
    }

    public boolean isWatched() {
        return status.equals("watched");
    }

    public boolean isGap() {
        return status.equals("gap");
    }

    static String called(RuleInfo rule) {
        String key = rule.vigil().key();
        return key == null ? rule.title() : key;
    }

    private static String status(Clause clause, List<String> watching) {
        if (!watching.isEmpty()) {
            return "watched";
        }
        if (clause.modes().contains("detect")) {
            return "gap";
        }
        return clause.modes().contains("out") ? "out" : "attested";
    }
}
