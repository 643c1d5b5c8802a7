package tw.vigil.alert.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.alert.stand.FindingBuilder.finding;

import org.junit.jupiter.api.Test;

class DedupeKeyTest {
    @Test
    void withoutAGroupTheActorAndTheAccountMakeTheKey() {
        assertThat(DedupeKey.of(finding().by("alice").build()))
                .isEqualTo(DedupeKey.of(finding().by("alice").build()))
                .isNotEqualTo(DedupeKey.of(finding().by("bob").build()));
    }

    @Test
    void withAGroupTheActorDoesNotMatter() {
        assertThat(DedupeKey.of(
                        finding().by("alice").grouped("ip", "203.0.113.7").build()))
                .isEqualTo(DedupeKey.of(
                        finding().by("bob").grouped("ip", "203.0.113.7").build()))
                .isNotEqualTo(DedupeKey.of(
                        finding().by("alice").grouped("ip", "203.0.113.8").build()));
    }

    @Test
    void rulesNeverShareAnAlert() {
        assertThat(DedupeKey.of(finding().rule("one").build()))
                .isNotEqualTo(DedupeKey.of(finding().rule("two").build()));
    }

    @Test
    void fieldsAndValuesCannotBeShiftedIntoEachOther() {
        assertThat(DedupeKey.of(finding().grouped("a", "bc").build()))
                .isNotEqualTo(DedupeKey.of(finding().grouped("ab", "c").build()));
    }
}
