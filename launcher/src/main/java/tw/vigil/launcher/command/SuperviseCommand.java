package tw.vigil.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.process.ProcessFailedException;
import tw.vigil.launcher.stack.CannotStartException;
import tw.vigil.launcher.stack.Mailbox;
import tw.vigil.launcher.stack.Stack;
import tw.vigil.launcher.stack.StackOptions;

/// The process that `up` leaves running: starts the stack, watches it, and ends it when it is told to end.
@Command(name = "supervise", hidden = true, description = "Runs the stack until it is told to end; used by 'up'.")
final class SuperviseCommand implements Callable<Integer> {

    /// First words of the last line of the progress file.
    static final String READY = "ready";

    static final String FAILED = "failed: ";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--port", description = "port of the console")
    private @Nullable Integer port;

    @Option(names = "--demo", description = "run an inbox for mails and hooks")
    private boolean demo;

    @Override
    public Integer call() throws IOException {
        var installation = Installation.here();
        var folder = installation.folder();
        Path progress = folder.progress();
        Files.createDirectories(progress.resolveSibling("."));
        var options = options(installation, port, demo, line -> {
            say(line);
            note(progress, line);
        });
        Stack stack;
        try {
            stack = Stack.start(options);
        } catch (IOException | CannotStartException | ProcessFailedException e) {
            note(progress, FAILED + e.getMessage());
            throw e;
        }
        note(progress, READY);
        waitForEnd(stack);
        return 0;
    }

    /// Waits until the JVM is told to end, and ends the stack in order.
    static void waitForEnd(Stack stack) {
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stack.close();
            ended.countDown();
        }));
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static StackOptions options(
            Installation installation,
            @Nullable Integer port,
            boolean demo,
            java.util.function.Consumer<String> notice) {
        // Once there was a demo, its inbox stays: alerts of the demo may still have something to say.
        boolean inbox = demo || Files.isDirectory(installation.folder().demo());
        return new StackOptions(
                installation.project(),
                installation.folder(),
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                inbox ? null : Mailbox.fromEnvironment(),
                Map.of(),
                true,
                notice);
    }

    private void say(String line) {
        var out = spec.commandLine().getOut();
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }

    private static void note(Path progress, String line) {
        try {
            Files.writeString(progress, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException _) {
            // Only the waiting command reads it, and it watches the process as well.
        }
    }
}
