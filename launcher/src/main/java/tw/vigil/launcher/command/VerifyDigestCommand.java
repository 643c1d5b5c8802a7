package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.process.Java;

/// Verifies a copy of a CloudTrail bucket with the ingest service's own verification; no Vigil needs to run.
@Command(
        name = "verify-digest",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies CloudTrail's digests and log files: signatures, chain, every log file.",
            "Files lie under their own names. The signature of a digest is taken from FILE.metadata.json (what",
            "'aws s3api head-object' prints) or from the digest after it. Exit code 1 when something is wrong."
        })
final class VerifyDigestCommand implements Callable<Integer> {
    private static final String VERIFIER = "tw.vigil.ingest.digest.VerifyDigest";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files and folders")
    private List<Path> files = List.of();

    @Option(
            names = "--keys",
            paramLabel = "FOLDER",
            description = "public keys: *.json as 'aws cloudtrail list-public-keys' prints it, <fingerprint>.pem")
    private @Nullable Path keys;

    @Option(names = "--output", defaultValue = "table", description = "table, json or jsonl")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var lines = new ArrayList<JsonNode>();
        Process verifier =
                new ProcessBuilder(command()).redirectErrorStream(false).start();
        verifier.getOutputStream().close();
        try (BufferedReader out = verifier.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(ServiceClient.JSON.readTree(line));
            }
        }
        String complaint = new String(verifier.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = verifier.waitFor();
        if (lines.isEmpty()) {
            String first = complaint.lines().findFirst().orElse("no answer");
            throw new CommandFailedException("the verification ended early: " + first);
        }
        switch (output) {
            case TABLE -> print(lines);
            case JSON ->
                out().println(ServiceClient.JSON.createArrayNode().addAll(lines).toPrettyString());
            case JSONL -> lines.forEach(line -> out().println(line));
        }
        return exit;
    }

    private List<String> command() throws IOException {
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new CommandFailedException("there is no file or folder " + file + " that can be read");
            }
        }
        Path app = Installation.here().project().resolve("ingest-service/target/quarkus-app");
        if (!Files.isDirectory(app)) {
            throw new CommandFailedException("the ingest service is not built: './vigil up' builds it");
        }
        var command = new ArrayList<>(List.of(
                Java.program(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                app.resolve("app") + "/*:" + app.resolve("lib/main") + "/*",
                VERIFIER,
                keys == null ? "-" : keys.toString()));
        files.forEach(file -> command.add(file.toString()));
        return command;
    }

    private void print(List<JsonNode> lines) {
        var findings = lines.subList(0, lines.size() - 1);
        if (!findings.isEmpty()) {
            var table = new Table("VERDICT", "REASON", "OBJECT");
            findings.forEach(finding -> table.row(
                    finding.path("verdict").asText(),
                    finding.path("reason").asText(),
                    PlainText.of(finding.path("object").asText())));
            table.print(out());
            out().println();
        }
        JsonNode sums = lines.getLast();
        out().println("digests %d, proven %d; log files named %d, verified %d; findings %d, unproven %d"
                .formatted(
                        sums.path("digests").asLong(),
                        sums.path("digestsProven").asLong(),
                        sums.path("logFiles").asLong(),
                        sums.path("logFilesVerified").asLong(),
                        sums.path("findings").asLong(),
                        sums.path("unproven").asLong()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
