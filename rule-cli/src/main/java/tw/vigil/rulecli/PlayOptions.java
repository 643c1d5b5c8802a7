package tw.vigil.rulecli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.play.EventPlay;
import tw.vigil.rules.proof.EventSource;
import tw.vigil.rules.proof.PackException;
import tw.vigil.sigma.Compilation;

/// Which rules hear events of a file, and how the answer is printed.
final class PlayOptions {

    @Option(
            names = "--rules",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Rule files or directories (default: the built-in pack).")
    private List<Path> rules = List.of();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Where they come from, e.g. aws.cloudtrail or windows.sysmon/process_creation.")
    private String source = "";

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    List<Path> rules() {
        return rules;
    }

    Output output() {
        return output;
    }

    /// @param err hears which rules did not load
    Compilation compile(PrintWriter err) {
        return Loading.compile(PackReader.read(rules), err);
    }

    EventPlay play(Compilation compiled, PrintWriter err, EventPlay.Hearer hearer) {
        if (source.isEmpty()) {
            throw new PackException("--source is missing: where the events come from, e.g. aws.cloudtrail");
        }
        return new EventPlay(compiled.rules(), EventSource.of(source), err, hearer);
    }
}
