package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tw.vigil.rules.proof.ProofCase;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// Every case of every events file, through the production engine with the whole pack loaded.
class RuleProofTest {
    private final RuleSet rules = PackFiles.compile().rules();

    @TestFactory
    Stream<DynamicTest> everyCaseSaysWhatItsRuleDoes() {
        return PackFiles.proofs().stream().flatMap(proof -> {
            return ProofCase.read(proof).stream()
                    .map(proofCase -> DynamicTest.dynamicTest(
                            proof.path() + ": " + proofCase.name(), () -> check(proof, proofCase)));
        });
    }

    private void check(RuleFile proof, ProofCase proofCase) throws MalformedEventException {
        var own = idsBeside(proof);
        var fired = new TreeSet<String>();
        var run = new OfflineRun(rules, finding -> fired.add(finding.rule().id()));
        for (OfflineEvent event : proofCase.played()) {
            run.accept(event);
        }
        run.finish();
        fired.retainAll(own);

        assertThat(run.warnings()).isEmpty();
        if (proofCase.fires()) {
            assertThat(fired).isNotEmpty();
        } else {
            assertThat(fired).isEmpty();
        }
    }

    private static List<String> idsBeside(RuleFile proof) {
        String rulePath = proof.path().replace(".events.yml", ".yml");
        var ids = new ArrayList<String>();
        for (Object document : PackFiles.documents(PackFiles.text(rulePath))) {
            ids.add(String.valueOf(((Map<?, ?>) document).get("id")));
        }
        return ids;
    }
}
