package tw.vigil.rulecli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.scaffold.Kind;
import tw.vigil.rulecli.scaffold.RuleTemplate;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofFiles;

@Command(
        name = "new",
        description = "Writes a new rule and the events that prove it; both pass lint and test as they are.",
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Of the rule and its files: lower_case_with_underscores.")
    private String name = "";

    @Option(
            names = {"--template", "--kind"},
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Kind kind = Kind.detection;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            completionCandidates = Sources.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String source = "aws.cloudtrail";

    @Option(names = "--title", description = "In English (default: from NAME).")
    private @Nullable String title;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where to write (default: here).")
    private Path directory = Path.of("");

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    /// For the help.
    static final class Sources implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return RuleTemplate.sources().iterator();
        }
    }

    /// The files written; a contract for machines.
    record Written(String rule, String events) {}

    @Override
    public Integer call() {
        if (!NAME.matcher(name).matches()) {
            throw new PackException("'" + name + "' is no name; write lower_case_with_underscores");
        }
        String words = name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).replace('_', ' ');
        var template = new RuleTemplate(kind, source, name, title == null ? words : title);
        Path rule = directory.resolve(name + ".yml");
        Path events = directory.resolve(name + ProofFiles.SUFFIX);
        for (Path file : new Path[] {rule, events}) {
            if (Files.exists(file)) {
                throw new PackException(file + " is there already; choose another name or remove it");
            }
        }
        try {
            Files.createDirectories(directory.toAbsolutePath());
            Files.writeString(rule, template.rule(), StandardOpenOption.CREATE_NEW);
            Files.writeString(events, template.events(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write: " + e.getMessage(), e);
        }
        var out = Console.out(spec);
        if (output.isTable()) {
            out.println("wrote " + rule + " and " + events);
            out.println("next: change the events, then the rule; ./vigil rules test " + rule);
        } else {
            Output.line(out, new Written(rule.toString(), events.toString()));
        }
        return 0;
    }
}
