package tw.vigil.ingest.digest;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tw.vigil.ingest.digest.TrailFolder.Verdict;

/// Verifies a folder of digests and log files, without a running Vigil: `./vigil verify-digest`. Prints one JSON
/// line for each finding and one for the sums.
public final class VerifyDigest {
    private VerifyDigest() {}

    /// @param arguments the folder of public keys, or `-`; then files and folders. Ends with 0 when nothing is wrong, 1
    ///   when something is, 2 when it was called wrongly
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out));
    }

    static int run(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.size() < 2) {
            out.println("{\"error\":\"name a folder of public keys, or -, and files\"}");
            return 2;
        }
        PublicKeys keys = arguments.getFirst().equals("-") ? _ -> null : new KeyFiles(Path.of(arguments.getFirst()));
        var files = new ArrayList<Path>();
        for (String argument : arguments.subList(1, arguments.size())) {
            try (var walk = Files.walk(Path.of(argument))) {
                walk.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        Verdict verdict = new TrailFolder(keys).verify(files);
        verdict.lines().forEach(out::println);
        return verdict.isWell() ? 0 : 1;
    }
}
