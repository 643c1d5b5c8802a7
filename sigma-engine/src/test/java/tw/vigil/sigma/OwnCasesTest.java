package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Our own rows of the same form as the shared ones: `{name, rule, event, expected[, placeholders]}` or
/// `{name, rule, reason}`. `./vigil rules check-cases` reads the file, too.
class OwnCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRowHasItsOutcome() {
        List<String> failures = new ArrayList<>();
        int rows = 0;
        for (var row : rows()) {
            rows++;
            var failure = row.has("reason") ? rejection(row) : SharedCasesTest.matching(row);
            if (!failure.isEmpty()) {
                failures.add(row.get("name").asText() + ": " + failure);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(rows).isGreaterThan(500);
    }

    private static String rejection(JsonNode row) {
        var problems =
                SharedCasesTest.compile(row.get("rule").asText(), Map.of()).problems();
        return problems.isEmpty() ? "was not rejected" : "";
    }

    private static List<JsonNode> rows() {
        try (var in = Objects.requireNonNull(OwnCasesTest.class.getResourceAsStream("own-cases.jsonl"))) {
            List<JsonNode> rows = new ArrayList<>();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
