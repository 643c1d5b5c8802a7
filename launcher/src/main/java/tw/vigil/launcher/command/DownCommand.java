package tw.vigil.launcher.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.stack.Stack;

/// Ends everything; what was stored stays.
@Command(name = "down", mixinStandardHelpOptions = true, description = "Ends everything in order; state is kept.")
final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        var out = spec.commandLine().getOut();
        var folder = Installation.here().folder();
        var supervisor = folder.supervisor().running();
        if (supervisor.isEmpty()) {
            boolean any = Stack.endLeftovers(folder);
            out.println(any ? "Vigil had crashed; what it left running is ended" : "Vigil does not run here");
            return 0;
        }
        var process = supervisor.get();
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            process.destroyForcibly();
            process.onExit().get();
            Stack.endLeftovers(folder);
        }
        folder.supervisor().delete();
        out.println("Vigil has ended; its state is kept in " + folder.path());
        return 0;
    }
}
