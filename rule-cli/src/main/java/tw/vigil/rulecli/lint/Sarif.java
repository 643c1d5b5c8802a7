package tw.vigil.rulecli.lint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Findings in the form that code hosts read: SARIF 2.1.0 (OASIS, 2020).
public final class Sarif {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Sarif() {}

    public static ObjectNode of(List<LintFinding> findings) {
        ObjectNode log = MAPPER.createObjectNode();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "vigil rules lint");
        ArrayNode rules = driver.putArray("rules");
        for (Check check : Check.values()) {
            ObjectNode rule = rules.addObject();
            rule.put("id", check.name());
            rule.putObject("shortDescription").put("text", check.finds());
            rule.putObject("help").put("text", "Instead: " + check.instead());
            rule.putObject("defaultConfiguration").put("level", level(check));
        }
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        findings.forEach(finding -> result(results.addObject(), finding.problem()));
        return log;
    }

    private static void result(ObjectNode result, LintProblem problem) {
        Check check = Check.valueOf(problem.code());
        result.put("ruleId", problem.code());
        result.put("ruleIndex", List.of(Check.values()).indexOf(check));
        result.put("level", level(check));
        result.putObject("message").put("text", problem.message());
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", uri(problem.file()));
        ObjectNode region = place.putObject("region");
        region.put("startLine", problem.line());
        region.put("startColumn", problem.column());
    }

    private static String uri(String path) {
        String slashed = path.replace('\\', '/').replace("%", "%25").replace(" ", "%20");
        return slashed.startsWith("/") ? "file://" + slashed : slashed;
    }

    private static String level(Check check) {
        return switch (check.severity()) {
            case error -> "error";
            case warning -> "warning";
            case info -> "note";
        };
    }
}
