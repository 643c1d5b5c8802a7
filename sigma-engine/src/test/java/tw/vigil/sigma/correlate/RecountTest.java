package tw.vigil.sigma.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tw.vigil.sigma.Cases;
import tw.vigil.sigma.condition.Condition;
import tw.vigil.sigma.correlate.Thresholds.Operator;
import tw.vigil.sigma.correlate.Thresholds.Threshold;

/// The machines against [Recount], on random signals: in and out of order, late, twice, at one time, of several rules.
/// `-Dcases.sequences=12500` makes that many of each type, 100,000 in all.
class RecountTest {

    private static final int SEQUENCES = Integer.getInteger("cases.sequences", 400);
    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");
    private static final int SPAN = 10;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<String> VALUES =
            List.of("1", "2", "3", "0.1", "0.2", "-1", "0.7", "x", "100", "2.50", "3e400");

    @ParameterizedTest
    @EnumSource
    void machinesSayWhatCountingEveryWindowAnewSays(CorrelationType type) {
        Cases.check(SEQUENCES, random -> compare(spec(type, random), random));
    }

    private static void compare(CorrelationSpec spec, RandomGenerator random) {
        var machine = spec.machine();
        var judge = new Recount(spec);
        var live = machine.open();
        var recoded = machine.open();
        List<Signal> sent = new ArrayList<>();
        List<Object> course = new ArrayList<>();
        int lateness = new int[] {0, 3, SPAN, 3 * SPAN}[random.nextInt(4)];
        int latest = 0;
        int now = 0;
        int events = random.nextInt(4, 40);
        int pace = random.nextInt(1, 6);
        for (int number = 0; number < events; number++) {
            now += random.nextInt(pace) + (random.nextInt(20) == 0 ? 2 * SPAN : 0);
            for (var signal : signals(spec, now, number, sent, random)) {
                sent.add(signal);
                latest = Math.max(
                        latest, (int) Duration.between(START, signal.time()).toSeconds());
                var watermark = START.plusSeconds(latest - lateness);
                var step = live.accept(signal, watermark);
                course.add(List.of(signal, watermark, step));
                agree(judge.accept(signal, watermark), step, spec, course);
                if (random.nextInt(3) == 0) {
                    recoded = machine.decode(recoded.encode());
                }
                same(recoded.accept(signal, watermark), step, spec, course);
            }
            if (random.nextInt(8) == 0) {
                latest += random.nextInt(2) * random.nextInt(2 * SPAN);
                var watermark = START.plusSeconds(latest - lateness);
                var step = live.advance(watermark);
                course.add(List.of(watermark, step));
                agree(judge.advance(watermark), step, spec, course);
                same(recoded.advance(watermark), step, spec, course);
                now = Math.max(now, latest - lateness - SPAN / 2);
                if (live.isEmpty()) {
                    live = machine.open();
                    recoded = machine.open();
                }
            }
        }
    }

    private static void same(Step recoded, Step step, CorrelationSpec spec, List<Object> course) {
        if (!recoded.equals(step)) {
            assertThat(recoded).as(() -> described(spec, course)).isEqualTo(step);
        }
    }

    private static void agree(Step expected, Step step, CorrelationSpec spec, List<Object> course) {
        if (!expected.equals(step)) {
            assertThat(told(step)).as(() -> described(spec, course)).isEqualTo(told(expected));
            for (int i = 0; i < step.episodes().size(); i++) {
                // the first events of a long episode may have been forgotten
                assertThat(expected.episodes().get(i).eventIds())
                        .as(() -> described(spec, course))
                        .endsWith(step.episodes().get(i).eventIds().toArray(String[]::new));
            }
        }
    }

    private static String described(CorrelationSpec spec, List<Object> course) {
        return spec + "\n" + course.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static List<String> told(Step step) {
        List<String> told = new ArrayList<>();
        told.add(step.late() + " " + step.duplicate());
        for (var episode : step.episodes()) {
            told.add("%d: %s..%s = %d, %s"
                    .formatted(
                            episode.revision(),
                            episode.windowStart(),
                            episode.windowEnd(),
                            episode.count(),
                            episode.value()));
        }
        return told;
    }

    /// One event, as a signal of each rule that it matched; or one that came before.
    private static List<Signal> signals(
            CorrelationSpec spec, int now, int number, List<Signal> sent, RandomGenerator random) {
        if (!sent.isEmpty() && random.nextInt(8) == 0) {
            return List.of(sent.get(random.nextInt(sent.size())));
        }
        int back = random.nextInt(4) == 0 ? random.nextInt(3 * SPAN) : 0;
        var time = START.plusSeconds(now - back);
        var rules = new ArrayList<>(spec.rules());
        Collections.shuffle(rules, new Random(random.nextLong()));
        List<Signal> signals = new ArrayList<>();
        int matched = random.nextInt(3) == 0 ? random.nextInt(1, rules.size() + 1) : 1;
        for (var rule : rules.subList(0, matched)) {
            signals.add(new Signal("e" + number, rule, time, values(spec.type(), random)));
        }
        return signals;
    }

    private static List<String> values(CorrelationType type, RandomGenerator random) {
        if (!type.needsField()) {
            return List.of();
        }
        var values = new String[random.nextInt(8) == 0 ? random.nextInt(3) : 1];
        Arrays.setAll(values, _ -> VALUES.get(random.nextInt(VALUES.size())));
        return List.of(values);
    }

    private static CorrelationSpec spec(CorrelationType type, RandomGenerator random) {
        var names = NAMES.subList(0, random.nextInt(1, NAMES.size() + 1));
        var expression = type.isTemporal() && random.nextBoolean() ? expression(names, 2, random) : null;
        return new CorrelationSpec(
                type,
                names,
                names,
                Duration.ofSeconds(SPAN),
                thresholds(type, random),
                List.of(0.0, 25.0, 50.0, 90.0, 100.0).get(random.nextInt(5)),
                expression,
                refiring(random));
    }

    private static Refiring refiring(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Refiring(Refiring.Mode.EVERY, Duration.ZERO);
            case 1 -> new Refiring(Refiring.Mode.RESET, Duration.ZERO);
            case 2 -> new Refiring(Refiring.Mode.EPISODE, Duration.ofSeconds(random.nextInt(1, 5 * SPAN)));
            default -> Refiring.ONCE;
        };
    }

    private static Thresholds thresholds(CorrelationType type, RandomGenerator random) {
        List<Threshold> all = new ArrayList<>();
        boolean closing = random.nextInt(3) == 0;
        int count = closing ? random.nextInt(1, 3) : 1;
        for (int i = 0; i < count; i++) {
            var operators = closing ? Operator.values() : new Operator[] {Operator.GT, Operator.GTE};
            double value = type.needsNumbers() ? random.nextInt(-2, 6) / 2.0 : random.nextInt(1, 5);
            all.add(new Threshold(operators[random.nextInt(operators.length)], value));
        }
        return new Thresholds(all);
    }

    private static Condition expression(List<String> names, int depth, RandomGenerator random) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        return switch (kind) {
            case 1 -> new Condition.Not(expression(names, depth - 1, random));
            case 2 ->
                new Condition.And(List.of(expression(names, depth - 1, random), expression(names, depth - 1, random)));
            case 3 ->
                new Condition.Or(List.of(expression(names, depth - 1, random), expression(names, depth - 1, random)));
            default -> new Condition.Selection(names.get(random.nextInt(names.size())), 0);
        };
    }
}
