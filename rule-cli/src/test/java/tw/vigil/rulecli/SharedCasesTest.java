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
    void everyRowHolds(String name) {
        Path folder = sharedCases();
        assumeTrue(folder != null, "no folder shared/sigma-cases beside the project");
        var out = new StringWriter();

        int exit = RulesCommand.execute(
                new PrintWriter(out), new PrintWriter(new StringWriter()), "check-cases", folder + "/" + name);

        assertThat(exit).as(out.toString()).isZero();
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
