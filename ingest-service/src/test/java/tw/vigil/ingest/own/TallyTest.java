package tw.vigil.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tw.vigil.event.OwnEvent;

class TallyTest {
    private static final Instant TEN = Instant.parse("2026-08-20T10:00:00Z");

    private final Tally tally = new Tally(3);

    @Test
    void occurrencesOfOneKindAreOneEventWithTheirCount() {
        tally.add(refusal("203.0.113.7", TEN.plusSeconds(2)));
        tally.add(refusal("203.0.113.7", TEN).times(5));
        tally.add(refusal("203.0.113.7", TEN.plusSeconds(9)));

        assertThat(tally.take()).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(7);
            assertThat(event.time()).isEqualTo(TEN.plusSeconds(9));
            assertThat(event.details()).containsEntry("first", TEN.toString()).containsEntry("address", "203.0.113.7");
            assertThat(event.subject()).isEqualTo("aws.cloudtrail");
            assertThat(event.reason()).isEqualTo("unknown_token");
        });
    }

    @Test
    void whatWasTakenIsNotToldAgain() {
        tally.add(refusal("203.0.113.7", TEN));

        assertThat(tally.take()).hasSize(1);
        assertThat(tally.take()).isEmpty();
    }

    @Test
    void manyKindsAreBoundedAndTheirCountIsExact() {
        for (int i = 0; i < 1000; i++) {
            tally.add(refusal("203.0.113." + i % 250, TEN.plusSeconds(i)));
        }

        var events = tally.take();

        assertThat(events).hasSize(4);
        assertThat(events.stream().mapToLong(OwnEvent::count).sum()).isEqualTo(1000);
        assertThat(events.getLast().count()).isEqualTo(1000 - 3 * 4);
        assertThat(events.getLast().details()).containsKey("summary").doesNotContainKey("address");
        assertThat(events.getLast().subject()).isNull();
    }

    private static OwnEvent refusal(String address, Instant time) {
        return OwnEvent.of(
                        Refusals.ACTION,
                        time,
                        OwnEvents.ACTOR,
                        OwnEvents.COMPONENT,
                        OwnEvent.Outcome.REFUSED,
                        Map.of("address", address))
                .about("aws.cloudtrail")
                .because("unknown_token");
    }
}
