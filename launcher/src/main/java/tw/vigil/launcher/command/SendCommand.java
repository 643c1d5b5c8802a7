package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Hands files to the ingest service, bytes as the vendor wrote them.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends files to the ingest service, bytes as the vendor wrote them:",
            "any JSON, .jsonl, lines of text in .log or .txt, each also .gz. Exit code 1 when a file was refused or a record quarantined."
        })
final class SendCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "for example aws.cloudtrail or kubernetes.audit")
    private String source = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "files to send")
    private List<Path> files = List.of();

    @Option(
            names = "--record-field",
            paramLabel = "NAME",
            description = "the field that holds the record, where a shipper wrapped each one in an object")
    private @Nullable String recordField;

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES}")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var installation = Installation.here();
        Path token = installation.folder().secrets().resolve("tokens").resolve(source);
        if (!source.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || !Files.isRegularFile(token)) {
            throw new CommandFailedException("source '%s' has no token in %s"
                    .formatted(source, installation.folder().secrets().resolve("tokens")));
        }
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new CommandFailedException(
                        "%s is a folder: name its files, for example %s/*".formatted(file, file));
            }
            if (!Files.isReadable(file)) {
                throw new CommandFailedException("there is no file " + file + " that can be read");
            }
        }
        var sender = new FileSender(
                installation, source, recordField, Files.readString(token).strip(), err());
        boolean good = true;
        var all = ServiceClient.JSON.createArrayNode();
        for (Path file : files) {
            var report = sender.send(file);
            good &= report.refusal() == null && report.quarantined() == 0;
            switch (output) {
                case TABLE -> print(report);
                case JSON -> all.add(json(report));
                case JSONL -> out().println(json(report));
            }
        }
        if (output == OutputFormat.JSON) {
            out().println(all.toPrettyString());
        }
        return good ? 0 : 1;
    }

    private void print(FileSender.Report report) {
        out().println("%s: received %d, accepted %d, quarantined %d%s"
                .formatted(
                        report.file(),
                        report.received(),
                        report.accepted(),
                        report.quarantined(),
                        report.control() == 0 ? "" : ", control messages " + report.control()));
        if (report.refusal() != null) {
            out().println("  refused: " + report.refusal());
        }
        report.problems().forEach(problem -> out().println("  " + problem));
        if (recordField == null && report.accepted() == 0 && report.quarantined() > 0) {
            out().println(
                            "  Nothing was accepted. If each record lies in a field of an object, name it: --record-field event");
        }
    }

    private static ObjectNode json(FileSender.Report report) {
        var line = ServiceClient.JSON.createObjectNode();
        line.put("file", report.file().toString());
        line.put("received", report.received());
        line.put("accepted", report.accepted());
        line.put("quarantined", report.quarantined());
        line.put("control", report.control());
        line.put("refusal", report.refusal());
        report.problems().forEach(line.putArray("problems")::add);
        return line;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
