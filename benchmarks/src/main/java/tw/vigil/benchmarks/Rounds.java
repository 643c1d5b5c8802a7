package tw.vigil.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Runs several pieces of work by turns, in short rounds, so that a machine that slows down slows all of them alike.
/// What is compared are the ratios within a round.
///
/// @param times for each round and piece of work the time of one pass
record Rounds(List<Elapsed[]> times) {
    private static final Duration ROUND = Duration.ofMillis(50);

    static Rounds of(List<? extends Runnable> work, Duration warmUp, int rounds) {
        return of(work, warmUp, ROUND, rounds);
    }

    /// @param warmUp of processor time: the compiler, too, waits for its turn on a busy machine
    /// @param round how long each piece of work runs in each round
    static Rounds of(List<? extends Runnable> work, Duration warmUp, Duration round, int rounds) {
        long start = Elapsed.cpuNanosSoFar();
        do {
            work.forEach(Runnable::run);
        } while (Elapsed.cpuNanosSoFar() - start < warmUp.toNanos());
        int[] passes =
                work.stream().mapToInt(pass -> passesPerRound(pass, round)).toArray();
        Elapsed[][] measured = new Elapsed[rounds][work.size()];
        for (int number = 0; number < rounds; number++) {
            for (int i = 0; i < work.size(); i++) {
                int side = number % 2 == 0 ? i : work.size() - 1 - i;
                measured[number][side] = Elapsed.perPass(work.get(side), passes[side]);
            }
        }
        return new Rounds(List.of(measured));
    }

    /// All fill a round of about the same time, so that a slow one does not make the whole run long.
    private static int passesPerRound(Runnable pass, Duration round) {
        return (int) Math.max(
                1, round.toNanos() / Math.max(1, Elapsed.perPass(pass, 1).cpuNanos()));
    }

    /// Of processor time, one for each round, ascending.
    double[] ratios(int side, int to) {
        return times.stream()
                .mapToDouble(round -> round[side].cpuNanos() / round[to].cpuNanos())
                .sorted()
                .toArray();
    }

    double wallRatio(int side, int to) {
        return median(times.stream()
                .mapToDouble(round -> round[side].wallNanos() / round[to].wallNanos())
                .toArray());
    }

    double cpuNanos(int side) {
        return median(
                times.stream().mapToDouble(round -> round[side].cpuNanos()).toArray());
    }

    double wallNanos(int side) {
        return median(
                times.stream().mapToDouble(round -> round[side].wallNanos()).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
