package tw.vigil.launcher.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tw.vigil.launcher.process.ProcessFailedException;
import tw.vigil.launcher.stack.CannotStartException;

/// The command's root. Exit codes: 0 done, 1 failed or something is wrong, 2 called wrongly.
@Command(
        name = "./vigil",
        description = "Vigil watches what happens in the cloud and tells the responsible unit.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            SendCommand.class,
            AlertsCommand.class,
            RevealCommand.class,
            QuarantineCommand.class,
            VerifyDigestCommand.class,
            SuperviseCommand.class
        })
public final class VigilCommand {

    private VigilCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        // UTF-8 whatever the locale says: titles of alerts are Chinese.
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new CommandLine(new VigilCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println("vigil: " + explain(failure));
                    return 1;
                });
    }

    private static String explain(Exception failure) {
        return switch (failure) {
            case CannotStartException e -> String.valueOf(e.getMessage());
            case ProcessFailedException e -> String.valueOf(e.getMessage());
            case CommandFailedException e -> String.valueOf(e.getMessage());
            case ConnectException _ -> "nobody answers: './vigil status' shows what runs, './vigil up' starts it";
            case IOException e -> e.toString();
            default -> "unexpected: " + failure;
        };
    }
}
