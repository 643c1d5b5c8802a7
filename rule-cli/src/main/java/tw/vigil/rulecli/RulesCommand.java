package tw.vigil.rulecli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tw.vigil.rules.proof.PackException;

/// `./vigil rules`. Exit codes: 0 = fine, 1 = something was found or failed, 2 = called wrongly.
@Command(
        name = "vigil rules",
        description = "Check, prove, try and explain rules with the production engine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            NewCommand.class,
            LintCommand.class,
            TestCommand.class,
            EvalCommand.class,
            BacktestCommand.class,
            CoverageCommand.class,
            FieldsCommand.class,
            ExplainCommand.class,
            PushCommand.class,
            StatusCommand.class,
            ApproveCommand.class,
            RollbackCommand.class,
            CheckCasesCommand.class
        })
public final class RulesCommand {

    public static void main(String[] arguments) {
        System.exit(execute(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
    }

    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        var command = new CommandLine(new RulesCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((exception, _, _) -> {
                    if (exception instanceof PackException || exception instanceof UncheckedIOException) {
                        err.println("vigil rules: " + exception.getMessage());
                        return 2;
                    }
                    throw exception;
                });
        int exit = arguments.length == 0 ? usage(command) : command.execute(arguments);
        out.flush();
        err.flush();
        return exit;
    }

    private static int usage(CommandLine command) {
        command.usage(command.getErr());
        return 2;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }
}
