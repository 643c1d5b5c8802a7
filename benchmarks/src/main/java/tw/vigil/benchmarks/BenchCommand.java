package tw.vigil.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./vigil bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures speed as ratios within one run.",
        subcommands = {EngineBench.class, CorrelationBench.class, PipelineBench.class})
final class BenchCommand {
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, command, _) -> {
                    command.getErr().println("bench: " + problem.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }
}
