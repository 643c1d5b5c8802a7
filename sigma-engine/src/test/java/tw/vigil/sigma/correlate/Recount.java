package tw.vigil.sigma.correlate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Judge of the machines: keeps every event for ever and counts every window anew, as the documentation says it. Only
/// where a late event at which the condition does not hold breaks a long episode in two it looks no further back than
/// the machines' three timespans.
final class Recount {

    record Seen(long time, String id, int rule, List<String> values) {}

    private final CorrelationSpec spec;
    private final long span;
    private final long suppress;
    private final List<Seen> events = new ArrayList<>();
    private final Set<List<Object>> identities = new HashSet<>();
    private List<Told> told = new ArrayList<>();
    private long judgedUpTo = Long.MIN_VALUE;
    private long forgottenBefore = Long.MIN_VALUE;

    Recount(CorrelationSpec spec) {
        this.spec = spec;
        this.span = EventTime.of(spec.timespan());
        this.suppress = EventTime.of(spec.refiring().suppress());
    }

    Step accept(Signal signal, Instant watermark) {
        long now = EventTime.of(watermark);
        var event = new Seen(
                EventTime.of(signal.time()), signal.eventId(), spec.rules().indexOf(signal.ruleId()), signal.values());
        List<Object> identity = List.of(event.id(), spec.type().isTemporal() ? event.rule() : 0);
        boolean late = event.time() < now - span || event.time() <= judgedUpTo;
        boolean duplicate = !late && !identities.add(identity);
        if (!late && !duplicate) {
            events.add(event);
            events.sort(Comparator.comparingLong(Seen::time));
        }
        if (spec.judgedAtClose()) {
            return new Step(close(now), late, duplicate);
        }
        if (late || duplicate) {
            return new Step(List.of(), late, duplicate);
        }
        boolean resets = spec.refiring().mode() == Refiring.Mode.RESET;
        return new Step(resets ? firings(event, now) : episodes(event, now), false, false);
    }

    Step advance(Instant watermark) {
        forget(EventTime.of(watermark));
        return new Step(spec.judgedAtClose() ? close(EventTime.of(watermark)) : List.of(), false, false);
    }

    // Judged at the close

    private List<Episode> close(long now) {
        List<Episode> episodes = new ArrayList<>();
        while (!events.isEmpty() && now > events.getFirst().time() + span) {
            long start = events.getFirst().time();
            var window = events.stream().filter(e -> e.time() <= start + span).toList();
            if (satisfied(window)) {
                episodes.add(episode(start, start + span, 1, ids(window).size(), window, measure(window)));
            }
            events.removeAll(window);
            judgedUpTo = start + span;
        }
        return episodes;
    }

    // Judged as events come, starting anew

    private List<Episode> firings(Seen added, long now) {
        told.removeIf(episode -> episode.anchor() < now - 2 * span);
        List<Episode> episodes = new ArrayList<>();
        for (long time : events.stream().map(Seen::time).distinct().toList()) {
            var window = window(time);
            boolean concerned = time >= added.time() && time <= added.time() + span;
            boolean there = events.stream().anyMatch(e -> e.time() == time);
            if (concerned && there && satisfied(window)) {
                long start = window.getFirst().time();
                while (isStart(start)) {
                    start++;
                }
                told.add(new Told(start, time, 1, 1));
                episodes.add(episode(start, time, 1, ids(window).size(), window, measure(window)));
                events.removeAll(window);
            }
        }
        return episodes;
    }

    // Judged as events come

    private List<Episode> episodes(Seen added, long now) {
        forget(now);
        List<Episode> episodes = new ArrayList<>();
        List<Seen> run = new ArrayList<>();
        for (var event : events) {
            boolean goesOn = !run.isEmpty() && event.time() - run.getLast().time() <= span;
            boolean holds = satisfied(window(event.time()));
            if (!run.isEmpty() && !(goesOn && holds)) {
                tell(run, added, episodes);
                run.clear();
            }
            if (holds) {
                run.add(event);
            }
        }
        tell(run, added, episodes);
        return episodes;
    }

    private void forget(long now) {
        told.removeIf(episode -> episode.anchor() < now - 2 * span - suppress);
        forgottenBefore = Math.max(forgottenBefore, now - 3 * span);
    }

    private void tell(List<Seen> whole, Seen added, List<Episode> episodes) {
        boolean breaks = spec.type().needsNumbers() || spec.type().isTemporal();
        var run = breaks
                ? whole.stream().filter(e -> e.time() - span >= forgottenBefore).toList()
                : whole;
        if (run.isEmpty()) {
            return;
        }
        long first = run.getFirst().time();
        long last = run.getLast().time();
        var contributing = events.stream()
                .filter(e -> e.time() >= first - span && e.time() <= last)
                .toList();
        if (!contributing.contains(added)) {
            return;
        }
        var concerned = told.stream()
                .filter(t -> t.anchor() > last ? suppress > 0 && t.start() <= last : t.anchor() >= first - suppress)
                .toList();
        var known = concerned.stream().min(Comparator.comparingLong(Told::anchor));
        long end = concerned.stream().mapToLong(Told::anchor).reduce(last, Math::max);
        told = new ArrayList<>(told.stream().filter(t -> !concerned.contains(t)).toList());
        long count = ids(contributing).size();
        long start = contributing.getFirst().time();
        int revision = 1;
        if (known.isPresent()) {
            var before = contributing.stream()
                    .filter(e -> !e.equals(added) && e.time() <= known.get().anchor())
                    .toList();
            count += Math.max(0, known.get().count() - ids(before).size());
            start = known.get().start();
            revision = known.get().revision() + 1;
        }
        if (known.isEmpty()) {
            while (isStart(start)) {
                start++;
            }
        }
        told.add(new Told(start, end, revision, count));
        double value = spec.type() == CorrelationType.EVENT_COUNT ? (double) count : measure(window(last));
        if (spec.refiring().mode() == Refiring.Mode.EVERY) {
            var window = window(last);
            value = measure(window);
            episodes.add(episode(start + revision - 1, last, 1, ids(window).size(), window, value));
        } else {
            episodes.add(episode(start, end, revision, count, contributing, value));
        }
    }

    private boolean isStart(long time) {
        return told.stream().anyMatch(t -> t.start() == time);
    }

    private static Episode episode(long start, long end, int revision, long count, List<Seen> events, double value) {
        return new Episode(EventTime.instant(start), EventTime.instant(end), revision, count, ids(events), value);
    }

    // Measures

    private List<Seen> window(long end) {
        List<Seen> window = new ArrayList<>();
        for (var event : events) {
            if (event.time() >= end - span && event.time() <= end) {
                window.add(event);
            }
        }
        return window;
    }

    private static List<String> ids(List<Seen> window) {
        return window.stream().map(Seen::id).distinct().toList();
    }

    private static List<Integer> rules(List<Seen> window) {
        return window.stream().map(Seen::rule).distinct().sorted().toList();
    }

    private boolean satisfied(List<Seen> window) {
        var expression = spec.expression();
        if (expression == null) {
            double measured = measure(window);
            return !Double.isNaN(measured) && spec.thresholds().hold(measured);
        }
        var present = rules(window);
        return expression.holds(name -> present.contains(spec.names().indexOf(name)))
                && (spec.type() == CorrelationType.TEMPORAL || measure(window) == present.size());
    }

    private double measure(List<Seen> window) {
        return switch (spec.type()) {
            case EVENT_COUNT -> ids(window).size();
            case VALUE_COUNT ->
                window.stream().flatMap(e -> e.values().stream()).distinct().count();
            case TEMPORAL -> rules(window).size();
            case TEMPORAL_ORDERED -> {
                var wanted = spec.expression() != null
                        ? rules(window)
                        : List.copyOf(
                                IntStream.range(0, spec.rules().size()).boxed().toList());
                yield ordered(window, wanted, Long.MIN_VALUE, Set.of());
            }
            case VALUE_SUM -> sum(numbers(window)).doubleValue();
            case VALUE_AVG -> {
                var numbers = numbers(window);
                yield numbers.isEmpty()
                        ? Double.NaN
                        : sum(numbers)
                                .divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL128)
                                .doubleValue();
            }
            case VALUE_MEDIAN -> percentile(numbers(window), 50);
            case VALUE_PERCENTILE -> percentile(numbers(window), spec.percentile());
        };
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<BigDecimal> numbers(List<Seen> window) {
        List<BigDecimal> numbers = new ArrayList<>();
        for (var event : window) {
            for (var text : event.values()) {
                if (text.indexOf('x') < 0 && text.indexOf('e') < 0) {
                    numbers.add(new BigDecimal(text));
                }
            }
        }
        numbers.sort(Comparator.naturalOrder());
        return numbers;
    }

    private static double percentile(List<BigDecimal> sorted, double share) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        double rank = share / 100 * (sorted.size() - 1);
        int below = (int) Math.floor(rank);
        double low = sorted.get(below).doubleValue();
        double high = sorted.get(Math.min(below + 1, sorted.size() - 1)).doubleValue();
        return low + (rank - below) * (high - low);
    }

    /// The longest beginning of the wanted rules for which there are events of their own in order, by trying all.
    private static int ordered(List<Seen> window, List<Integer> wanted, long from, Set<String> used) {
        int best = 0;
        for (var event : window) {
            if (!wanted.isEmpty()
                    && event.rule() == wanted.getFirst()
                    && event.time() >= from
                    && !used.contains(event.id())) {
                var more = new HashSet<>(used);
                more.add(event.id());
                best = Math.max(best, 1 + ordered(window, wanted.subList(1, wanted.size()), event.time(), more));
            }
            if (best == wanted.size()) {
                return best;
            }
        }
        return best;
    }
}
