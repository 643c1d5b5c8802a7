package tw.vigil.sigma;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the case files that may lie beside the project; tests that need them are skipped without them.
final class CaseFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseFiles() {}

    static List<JsonNode> read(String name) {
        var folder = folder();
        assumeTrue(folder != null, "no shared/sigma-cases beside the project; " + name + " is not run");
        try {
            return Files.readAllLines(folder.resolve(name)).stream()
                    .filter(line -> !line.isBlank())
                    .map(CaseFiles::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path folder() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var candidate = at.resolve("shared/sigma-cases");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
