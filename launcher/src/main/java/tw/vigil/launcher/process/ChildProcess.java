package tw.vigil.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// A process that runs on a leash: it is signalled to end when we end, even when we are killed and cannot say goodbye.
///
/// The leash is the child's standard input. A shell keeps reading it while the shell's own process becomes the child
/// (`exec`, so the pid is the child's); end of file means that our side of the pipe is gone.
public final class ChildProcess implements AutoCloseable {

    // A line says "the child is gone, do nothing"; end of file without a line says "we are gone, end the child".
    private static final String LEASH =
            "exec 3<&0; ( read -r _ <&3 || kill -s \"$VIGIL_LEASH\" $$ ) >/dev/null 2>&1 & exec \"$@\" </dev/null 3<&-";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long START_SECONDS = 180;

    private final Spec spec;
    private final Process process;
    private final PidFile pidFile;
    private final CompletableFuture<ChildProcess> exit;
    private final Instant started = Instant.now();
    private final LogTail written;

    /// What to run.
    ///
    /// @param name what people call it, in messages and in the log
    /// @param command program and arguments
    /// @param environment variables on top of ours
    /// @param log file that output is appended to
    /// @param pid file that remembers the process
    /// @param stopSignal signal that asks it to end in order
    /// @param patience how long it may take to end in order
    public record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            Path pid,
            String stopSignal,
            Duration patience) {
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private ChildProcess(Spec spec, Process process, PidFile pidFile, LogTail written) {
        this.spec = spec;
        this.process = process;
        this.pidFile = pidFile;
        this.written = written;
        this.exit = process.onExit().thenApply(_ -> {
            releaseLeash();
            return this;
        });
    }

    /// Starts the process; one that a former life of ours left running is ended first.
    public static ChildProcess start(Spec spec) throws IOException {
        var pidFile = new PidFile(spec.pid());
        pidFile.endRunning(spec.patience());
        Files.createDirectories(spec.directory());
        Files.createDirectories(spec.log().toAbsolutePath().getParent());
        var command = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, spec.name()));
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().putAll(spec.environment());
        builder.environment().put("VIGIL_LEASH", spec.stopSignal());
        var written = LogTail.fromNow(spec.log());
        var child = new ChildProcess(spec, builder.start(), pidFile, written);
        pidFile.write(child.process.toHandle());
        return child;
    }

    /// How long a process may take until it serves: three minutes, since a laptop that is busy with other things needs
    /// them, or as many seconds as `VIGIL_START_SECONDS` says.
    public static Duration startLimit() {
        String seconds = System.getenv().getOrDefault("VIGIL_START_SECONDS", "").strip();
        return Duration.ofSeconds(seconds.matches("[1-9]\\d{0,5}") ? Long.parseLong(seconds) : START_SECONDS);
    }

    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    /// How long ago the process was started.
    public Duration age() {
        return Duration.between(started, Instant.now());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Completes when the process has ended, for whatever reason.
    public CompletableFuture<ChildProcess> onExit() {
        return exit.copy();
    }

    /// The exit status, once there is one.
    public Optional<Integer> exitStatus() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /// Waits until `ready` holds.
    ///
    /// @throws ProcessFailedException when the process ends first, or time runs out
    public void await(BooleanSupplier ready, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new ProcessFailedException("%s ended with status %d while it started%s"
                        .formatted(spec.name(), process.exitValue(), written.complaints()));
            }
            if (System.nanoTime() > end) {
                throw new ProcessFailedException(
                        "%s was not ready within %d s (a slow machine may need more: VIGIL_START_SECONDS)%s"
                                .formatted(spec.name(), limit.toSeconds(), written.complaints()));
            }
            pause();
        }
    }

    /// Ends the process in order, and by force when it takes longer than its patience.
    @Override
    public void close() {
        signal(process.toHandle(), spec.stopSignal());
        if (!ended(process.toHandle(), spec.patience())) {
            process.destroyForcibly();
            ended(process.toHandle(), Duration.ofSeconds(10));
        }
        pidFile.delete();
    }

    /// Kills the process without warning, as a crash would.
    public void kill() {
        process.destroyForcibly();
        ended(process.toHandle(), Duration.ofSeconds(10));
    }

    static void end(ProcessHandle process, Duration patience) {
        process.destroy();
        if (!ended(process, patience)) {
            process.destroyForcibly();
            ended(process, Duration.ofSeconds(10));
        }
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new ProcessFailedException("cannot wait for process " + process.pid(), e);
        }
    }

    private static void signal(ProcessHandle process, String name) {
        if (name.equals("TERM")) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException _) {
            process.destroy();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void releaseLeash() {
        try (var leash = process.getOutputStream()) {
            leash.write('\n');
        } catch (IOException _) {
            // The reader has already gone.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessFailedException("interrupted while a process started", e);
        }
    }
}
