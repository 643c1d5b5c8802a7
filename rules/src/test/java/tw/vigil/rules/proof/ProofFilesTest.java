package tw.vigil.rules.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProofFilesTest {
    @Test
    void aRuleAndItsProofShareAStem() {
        assertThat(ProofFiles.of("packs/aws/trail_stopped.yml")).isEqualTo("packs/aws/trail_stopped.events.yml");
        assertThat(ProofFiles.of("trail.v2.yaml")).isEqualTo("trail.v2.events.yml");
        assertThat(ProofFiles.of("trail")).isEqualTo("trail.events.yml");
        assertThat(ProofFiles.stem("a/trail.events.yaml")).isEqualTo(ProofFiles.stem("a/trail.yml"));
    }

    @Test
    void onlyEventsFilesAreProofs() {
        assertThat(ProofFiles.isProof("a.events.yml")).isTrue();
        assertThat(ProofFiles.isProof("a.events.yaml")).isTrue();
        assertThat(ProofFiles.isProof("events.yml")).isFalse();
        assertThat(ProofFiles.isProof("a.yml")).isFalse();
    }
}
