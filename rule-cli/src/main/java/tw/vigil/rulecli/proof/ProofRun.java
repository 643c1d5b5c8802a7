package tw.vigil.rulecli.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rules.proof.ProofCase;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineFinding;
import tw.vigil.sigma.offline.OfflineRun;

/// Runs the cases beside rules through the production engine, in virtual time.
public final class ProofRun {
    private ProofRun() {}

    /// @param failure why it failed; null when it passed
    public record Outcome(
            String rulePath,
            String caseName,
            boolean fires,
            @Nullable String failure) {
        public boolean passed() {
            return failure == null;
        }
    }

    /// One outcome per case, in the order of the rule files. The whole pack is compiled: a correlation may
    /// refer to a rule of another file, and only the rules of the case's own file are judged.
    public static List<Outcome> run(RulePack pack, RuleSet rules) {
        var outcomes = new ArrayList<Outcome>();
        for (RuleFile file : pack.rules()) {
            RuleFile proof = pack.proofs().get(file.path());
            if (proof == null) {
                continue;
            }
            Set<String> own = idsIn(file, pack, rules);
            for (ProofCase proofCase : ProofCase.read(proof)) {
                outcomes.add(
                        new Outcome(file.path(), proofCase.name(), proofCase.fires(), failure(proofCase, rules, own)));
            }
        }
        return outcomes;
    }

    private static Set<String> idsIn(RuleFile file, RulePack pack, RuleSet rules) {
        var ids = new HashSet<String>();
        for (Object document : Yaml.documents(file.path(), file.text())) {
            if (document instanceof Map<?, ?> map) {
                Object key = map.get("id") == null ? map.get("name") : map.get("id");
                RuleInfo rule = key == null ? null : rules.rule(key.toString());
                if (rule != null) {
                    ids.add(rule.id());
                }
            }
        }
        if (ids.isEmpty()) { // rules without id and name have an id that only the engine knows
            RuleSet.compile(List.of(file), pack.context()).rules().rules().forEach(rule -> ids.add(rule.id()));
        }
        return ids;
    }

    private static @Nullable String failure(ProofCase proofCase, RuleSet rules, Set<String> own) {
        if (own.isEmpty()) {
            return "the rule did not load";
        }
        var fired = new ArrayList<OfflineFinding>();
        var run = new OfflineRun(rules, finding -> {
            if (own.contains(finding.rule().id())) {
                fired.add(finding);
            }
        });
        try {
            for (OfflineEvent event : proofCase.played()) {
                run.accept(event);
            }
        } catch (MalformedEventException e) {
            return "not an event: " + e.getMessage();
        }
        run.finish();
        if (proofCase.fires() && fired.isEmpty()) {
            String warnings = run.warnings().isEmpty() ? "" : "; " + String.join("; ", run.warnings());
            return "should fire, was silent" + warnings;
        }
        if (!proofCase.fires() && !fired.isEmpty()) {
            return "should be silent, fired: " + fired.getFirst().rule().title();
        }
        return null;
    }
}
