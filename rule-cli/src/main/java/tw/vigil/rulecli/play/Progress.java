package tw.vigil.rulecli.play;

import java.io.PrintWriter;
import java.time.Duration;

/// A bar on the terminal for work of more than two seconds; nothing where there is no terminal, so that logs
/// and pipes stay clean.
public final class Progress {
    private static final long QUIET_NANOS = 2_000_000_000L;
    private static final long EVERY_NANOS = 200_000_000L;
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean terminal;
    private final long started;
    private long spoken;
    private boolean shown;

    public Progress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.started = System.nanoTime();
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal (JDK-8351435)
    public static Progress onTerminal(PrintWriter err) {
        var console = System.console();
        return new Progress(err, console != null && console.isTerminal());
    }

    /// @param done of `total`, in the same unit
    public void at(long done, long total, long lines) {
        long now = System.nanoTime();
        if (!terminal || now - started < QUIET_NANOS || now - spoken < EVERY_NANOS) {
            return;
        }
        spoken = now;
        shown = true;
        err.print("\r" + bar(done, total, lines, Duration.ofNanos(now - started)));
        err.flush();
    }

    static String bar(long done, long total, long lines, Duration elapsed) {
        double part = total == 0 ? 1 : Math.min(1, (double) done / total);
        int filled = (int) (part * WIDTH);
        long left = part <= 0 ? 0 : (long) (elapsed.toSeconds() * (1 - part) / part);
        return "[%s%s] %3d %%  %,d lines  %d s left "
                .formatted("#".repeat(filled), ".".repeat(WIDTH - filled), (int) (part * 100), lines, left);
    }

    /// Clears the bar.
    public void end() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH + 50) + "\r");
            err.flush();
        }
    }
}
