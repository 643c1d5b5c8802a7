package tw.vigil.sigma.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.vigil.sigma.correlate.Period.Unit;

class ListeningMachineTest {

    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final Set<LocalDate> HOLIDAYS = Set.of(LocalDate.parse("2026-10-09"), LocalDate.parse("2026-10-12"));

    @ParameterizedTest
    @CsvSource({
        "DAY,          2026-03-31T15:59:59Z, 2026-03-30T16:00:00Z, 2026-03-31T16:00:00Z",
        "WEEK,         2026-11-22T16:00:00Z, 2026-11-22T16:00:00Z, 2026-11-29T16:00:00Z",
        "MONTH,        2026-02-28T16:00:00Z, 2026-02-28T16:00:00Z, 2026-03-31T16:00:00Z",
        "QUARTER,      2026-12-31T15:59:59Z, 2026-09-30T16:00:00Z, 2026-12-31T16:00:00Z",
        "YEAR,         2026-12-31T16:00:00Z, 2026-12-31T16:00:00Z, 2027-12-31T16:00:00Z",
        "BUSINESS_DAY, 2026-10-11T03:00:00Z, 2026-10-07T16:00:00Z, 2026-10-12T16:00:00Z",
        "BUSINESS_DAY, 2026-10-08T03:00:00Z, 2026-10-07T16:00:00Z, 2026-10-12T16:00:00Z"
    })
    void periodsBeginAtMidnightOfTheirZone(Unit unit, Instant time, Instant start, Instant end) {
        var calendar = new Period.Calendar(unit, TAIPEI, HOLIDAYS);

        assertThat(calendar.start(time)).isEqualTo(start);
        assertThat(calendar.end(time)).isEqualTo(end);
    }

    @Test
    void warningsThatTimeSkippedAreToldAsOne() {
        var machine = new ExpectationMachine(
                new Period.Calendar(Unit.YEAR, TAIPEI, Set.of()), List.of(Duration.ofDays(120), Duration.ofDays(30)));

        var state = machine.open();
        var armed = state.arm(Instant.parse("2026-12-20T00:00:00Z"));

        assertThat(armed.episodes()).singleElement().satisfies(episode -> {
            assertThat(episode.revision()).isEqualTo(1);
            assertThat(episode.value()).isEqualTo((double) Duration.ofDays(30).toSeconds());
            assertThat(episode.windowStart()).isEqualTo("2025-12-31T16:00:00Z");
        });
        assertThat(state.wakeAt()).isEqualTo("2026-12-31T16:00:00Z");
    }

    @Test
    void whatHappensAheadOfTheWatermarkCountsForItsOwnPeriod() {
        var machine = new ExpectationMachine(new Period.Calendar(Unit.DAY, TAIPEI, Set.of()), List.of());
        var day = Instant.parse("2026-05-04T16:00:00Z");

        var state = machine.open();
        state.arm(day);
        state.accept(new Signal("b", "r", day.plus(Duration.ofHours(30))), day);
        var step = state.advance(day.plus(Duration.ofHours(49)));

        assertThat(step.episodes()).extracting(Episode::windowStart).containsExactly(day);
        byte[] before = state.encode();
        var late = state.accept(new Signal("a", "r", day.plusSeconds(9)), day.plus(Duration.ofHours(49)));
        assertThat(late.late()).isTrue();
        assertThat(state.encode()).isEqualTo(before);
    }

    @Test
    void aDurationIsInTimeAtItsVeryEnd() {
        var machine = new ExpectationMachine(new Period.Span(Duration.ofMinutes(10)), List.of());
        var from = Instant.EPOCH;

        var state = machine.open();
        state.arm(from);

        assertThat(state.advance(from.plusSeconds(600)).episodes()).isEmpty();
        assertThat(state.isChanged()).isTrue();
        state = machine.decode(state.encode());
        assertThat(state.isChanged()).isFalse();
        assertThat(state.advance(from.plusSeconds(601)).episodes()).hasSize(1);
        assertThat(state.isChanged()).isTrue();
    }

    @Test
    void theSameKnowledgeIsTheSameStateInAnyOrder() {
        var machine =
                new StoredMachine(new BaselineMachine(List.of("region"), Duration.ofDays(7), Duration.ofDays(90)));
        var one = new Signal("1", "r", Instant.ofEpochSecond(100), List.of("tw"));
        var two = new Signal("2", "r", Instant.ofEpochSecond(200), List.of("jp"));

        var forth = machine.accept(machine.accept(null, one, Instant.EPOCH).state(), two, Instant.EPOCH);
        var back = machine.accept(machine.accept(null, two, Instant.EPOCH).state(), one, Instant.EPOCH);
        var again = machine.accept(forth.state(), two, Instant.EPOCH);

        assertThat(forth.state()).isEqualTo(back.state()).isEqualTo(again.state());
        assertThat(forth.episodes()).isEmpty();
        assertThat(machine.advance(Objects.requireNonNull(forth.state()), Instant.ofEpochSecond(200 + 180 * 86_400 + 1))
                        .state())
                .isNull();
    }

    @Test
    void aFieldThatIsNoSetIsToldLoudly() {
        var machine = new BaselineMachine(List.of("id"), Duration.ofDays(7), Duration.ofDays(90));
        var values = IntStream.rangeClosed(0, BaselineMachine.MAX_VALUES)
                .mapToObj(Integer::toString)
                .toList();

        assertThatThrownBy(() -> machine.open().accept(new Signal("1", "r", Instant.EPOCH, values), Instant.EPOCH))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than 10000 values of [id]");
    }
}
