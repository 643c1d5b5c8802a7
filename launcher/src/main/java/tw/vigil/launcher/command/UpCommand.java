package tw.vigil.launcher.command;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;
import tw.vigil.launcher.stack.CannotStartException;
import tw.vigil.launcher.stack.Health;
import tw.vigil.launcher.stack.Inbox;
import tw.vigil.launcher.stack.PortBook.Owner;
import tw.vigil.launcher.stack.Stack;

/// Starts everything and tells where the console is.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts Kafka, PostgreSQL and the three services; returns when they serve.")
final class UpCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--demo", description = "Then play an attack and show what came of it.")
    private boolean demo;

    @Option(names = "--foreground", description = "Stay, and end everything on Ctrl-C.")
    private boolean foreground;

    @Option(names = "--port", paramLabel = "N", description = "Port of the console; kept for later starts.")
    private @Nullable Integer port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var installation = Installation.here();
        var folder = installation.folder();
        if (folder.supervisor().running().isPresent()) {
            throw new CannotStartException(folder.alreadyRuns());
        }
        folder.prepare();
        if (demo) {
            Files.createDirectories(Inbox.mails(folder));
        }
        if (foreground) {
            var stack = Stack.start(SuperviseCommand.options(installation, port, demo, out()::println));
            announce(installation);
            SuperviseCommand.waitForEnd(stack);
            return 0;
        }
        if (port != null && !Ports.isFree(port)) {
            throw new CannotStartException(
                    "port %d is taken by another program: end that program, or choose another port with --port"
                            .formatted(port));
        }
        Files.deleteIfExists(folder.progress());
        follow(detach(installation), folder.progress());
        return announce(installation);
    }

    private int announce(Installation installation) throws IOException, InterruptedException {
        var ports = installation.ports();
        boolean ready = awaitReady(installation);
        int result = 0;
        if (demo) {
            result = new Demo(installation, out()).play() ? 0 : 1;
        }
        var secrets = installation.secrets();
        out().println();
        out().println("Console   " + ports.address(Owner.CONSOLE));
        for (String account : List.of("analyst", "auditor")) {
            out().println("Account   %-8s first password %s".formatted(account, secrets.firstPassword(account)));
        }
        out().println("          (kept in " + secrets.accounts() + ")");
        out().println("Ingest    " + ports.address(Owner.INGEST) + "/v1/events/{source}, tokens in "
                + secrets.tokens());
        if (!ready) {
            out().println("A service is still catching up: ./vigil status");
        }
        return result;
    }

    private boolean awaitReady(Installation installation) throws IOException, InterruptedException {
        var ports = installation.ports();
        long tell = System.nanoTime() + 2_000_000_000L;
        long end = System.nanoTime() + ChildProcess.startLimit().toNanos();
        boolean told = false;
        while (System.nanoTime() < end) {
            boolean all = true;
            for (var owner : List.of(Owner.INGEST, Owner.EVALUATOR, Owner.CONSOLE)) {
                all &= Health.ready(ports.of(owner));
            }
            if (all) {
                return true;
            }
            if (!told && System.nanoTime() > tell) {
                out().println("waiting until the services have caught up");
                told = true;
            }
            Thread.sleep(400);
        }
        return false;
    }

    /// Starts the supervisor so that it survives this command and its terminal.
    private Process detach(Installation installation) throws IOException {
        var folder = installation.folder();
        var command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                // Of the two, only the inner shell's child lives on: started in the background, it ignores Ctrl-C.
                "nohup \"$@\" </dev/null >>\"$VIGIL_SUPERVISOR_LOG\" 2>&1 & wait $!",
                "vigil"));
        command.addAll(List.of(
                Java.program(),
                "-Xms16m",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Java.ownClasses()
                        + File.pathSeparator
                        + Java.buildFolder().resolve("libs").resolve("*"),
                VigilCommand.class.getName(),
                "supervise"));
        if (demo) {
            command.add("--demo");
        }
        if (port != null) {
            command.addAll(List.of("--port", port.toString()));
        }
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put("VIGIL_SUPERVISOR_LOG", folder.log("supervisor").toString());
        return builder.start();
    }

    private void follow(Process supervisor, Path progress) throws IOException, InterruptedException {
        // The foundations start together, then the services; setting up the database comes on top.
        long end = System.nanoTime()
                + ChildProcess.startLimit().multipliedBy(2).plusMinutes(1).toNanos();
        int seen = 0;
        while (System.nanoTime() < end) {
            boolean alive = supervisor.isAlive();
            List<String> lines = Files.exists(progress) ? Files.readAllLines(progress) : List.of();
            for (String line : lines.subList(Math.min(seen, lines.size()), lines.size())) {
                if (line.equals(SuperviseCommand.READY)) {
                    return;
                }
                if (line.startsWith(SuperviseCommand.FAILED)) {
                    var message = String.join("\n", lines.subList(lines.indexOf(line), lines.size()));
                    throw new CommandFailedException(message.substring(SuperviseCommand.FAILED.length()));
                }
                out().println(line);
            }
            seen = lines.size();
            if (!alive) {
                break;
            }
            Thread.sleep(100);
        }
        throw new CommandFailedException("Vigil did not come up; its logs lie in "
                + Installation.here().folder().logs());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
