package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.pack.EventLines;
import tw.vigil.rulecli.proof.CaseRow;
import tw.vigil.rules.proof.PackException;

@Command(
        name = "check-cases",
        description = {
            "Checks rows that pin the rule language; prints each failing row and 'N passed, N failed'.",
            "Rows: {name, rule, event, expected[, placeholders]} or {name, rules, events:[{ts, event}], expected}"
                    + " or {rule, reason} for a rule to be rejected."
        },
        mixinStandardHelpOptions = true)
final class CheckCasesCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "One row per line.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        var out = Console.out(spec);
        if (!Files.isRegularFile(file)) {
            throw new PackException(file + ": no such file");
        }
        int passed = 0;
        int failed = 0;
        int line = 0;
        try (var lines = EventLines.open(file)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (text.isBlank()) {
                    continue;
                }
                String failure = check(text, line);
                if (failure == null) {
                    passed++;
                } else {
                    failed++;
                    out.println("FAIL " + failure);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private static @Nullable String check(String text, int line) {
        try {
            CaseRow row = CaseRow.of(MAPPER.readTree(text), line);
            String failure = row.check();
            return failure == null ? null : row.name() + " (line " + line + "): " + failure;
        } catch (IOException | RuntimeException e) { // one broken row must not hide the verdict on the others
            return "line " + line + ": " + e;
        }
    }
}
