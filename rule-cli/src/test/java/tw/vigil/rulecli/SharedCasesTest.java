package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rows that pin the rule language, where they lie beside the project.
class SharedCasesTest {

    @ParameterizedTest
    @ValueSource(strings = {"matching.jsonl", "correlation.jsonl", "rejects.jsonl"})
    void everyRowHoldsOrIsRejectedAloud(String name) {
        Path folder = sharedCases();
        assumeTrue(folder != null, "no folder shared/sigma-cases beside the project");
        var out = new StringWriter();

        RulesCommand.execute(
                new PrintWriter(out), new PrintWriter(new StringWriter()), "check-cases", folder + "/" + name);

        // what the engine says it does not support is rejected at load, which is its promise; nothing else may differ
        assertThat(out.toString().lines().filter(line -> !line.contains("not supported yet")))
                .singleElement()
                .asString()
                .matches("\\d+ passed, \\d+ failed");
    }

    private static @Nullable Path sharedCases() {
        for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            Path cases = directory.resolve("shared/sigma-cases");
            if (Files.isDirectory(cases)) {
                return cases;
            }
        }
        return null;
    }
}
