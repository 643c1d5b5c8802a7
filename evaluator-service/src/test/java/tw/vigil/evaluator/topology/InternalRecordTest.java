package tw.vigil.evaluator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.event.Finding;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.correlate.Signal;

class InternalRecordTest {
    @Test
    void signalComesBackAsWritten() {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        var signal = new SignalMessage(
                "c",
                new TreeMap<>(Map.of("user", "甲", "ip", "192.0.2.1")),
                new Signal("e", "r", time, List.of("v"), Map.of("host", List.of("a", "b"))),
                4,
                new TreeMap<>(Map.of("s", time, "t", time.plusSeconds(1))),
                List.of(copy("{\"a\":1}"), copy(null)));

        assertThat(SignalMessage.from(signal.toBytes())).isEqualTo(signal);
    }

    @Test
    void signalOfTheVersionBeforeIsStillRead() {
        byte[] before = new FieldWriter(1)
                .text("c")
                .text("r")
                .map(new TreeMap<>(Map.of("user", "a")))
                .texts(List.of("v"))
                .number(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli())
                .bytes(copy("{}").toBytes())
                .toBytes();

        SignalMessage read = SignalMessage.from(before);

        assertThat(read.signal().eventId()).isEqualTo("e");
        assertThat(read.signal().values()).containsExactly("v");
        assertThat(read.newestEvents()).containsEntry("s", Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(read.copies()).containsExactly(copy("{}"));
    }

    @Test
    void eventWithoutTextComesBackWithoutText() {
        assertThat(EventCopy.from(copy(null).toBytes())).isEqualTo(copy(null));
    }

    @Test
    void groupStateComesBackWithItsTimerAndPendingRevision() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        var state = GroupState.fresh("c", "v", new TreeMap<>(Map.of("user", "a")))
                .withSources(List.of("s"))
                .withMachine(new byte[] {1, 2}, 7)
                .withTimer(new GroupState.Timer("s", 7))
                .withPending(new Episode(
                        start,
                        start.plusSeconds(1),
                        30,
                        40,
                        List.of("e-1"),
                        2.5,
                        new TreeMap<>(Map.of("region", "x")),
                        Map.of()))
                .withCopies(3);

        GroupState read = GroupState.from(state.toBytes());

        assertThat(read).usingRecursiveComparison().isEqualTo(state);
    }

    @Test
    void truncatedBytesAreRejected() {
        byte[] bytes = copy("{}").toBytes();

        assertThatThrownBy(() -> EventCopy.from(Arrays.copyOf(bytes, bytes.length / 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void differentGroupsHaveDifferentKeys() {
        var one = new TreeMap<>(Map.of("a", "1;3:b=1:2"));
        var two = new TreeMap<>(Map.of("a", "1", "b", "2"));

        assertThat(Groups.key("c", one)).isNotEqualTo(Groups.key("c", two));
    }

    @Test
    void longAndBinaryGroupValuesMakeShortKeysWithoutControlCharacters() {
        var group = new TreeMap<>(Map.of("a", "\u0000".repeat(10)));
        var longGroup = new TreeMap<>(Map.of("a", "x".repeat(10_000)));

        assertThat(Groups.key("c", group).getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) 0);
        assertThat(Groups.key("c", longGroup)).hasSizeLessThan(100);
    }

    private static EventCopy copy(@Nullable String raw) {
        var event = new Finding.ContributingEvent(
                "e", "t", "//aws/1", "s", Instant.parse("2026-01-01T00:00:00Z"), "vigil.events", 2, 9, "00", raw);
        return new EventCopy(
                event,
                Instant.parse("2026-01-01T00:01:00Z"),
                new LogSource(null, "aws", "cloudtrail"),
                raw == null ? null : "11111111-0000-4000-8000-000000000001",
                new TreeMap<>(Map.of("actor.user.name", "alice")),
                List.of(new Finding.Reason("selection", "eventName", "StopLogging", null)),
                null);
    }
}
