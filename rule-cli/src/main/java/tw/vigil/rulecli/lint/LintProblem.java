package tw.vigil.rulecli.lint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/// One line of `lint`; a contract for machines.
///
/// @param line one-based
/// @param code stable: E… is rejected at load, W… loads but misses what our packs ask for
/// @param severity error, warning or info
@JsonPropertyOrder({"file", "line", "column", "code", "severity", "message"})
public record LintProblem(
        @JsonProperty("file") String file,
        @JsonProperty("line") int line,
        @JsonProperty("column") int column,
        @JsonProperty("code") String code,
        @JsonProperty("severity") String severity,
        @JsonProperty("message") String message) {

    static LintProblem error(String file, int line, int column, String code, String message) {
        return new LintProblem(file, line, column, code, "error", message);
    }

    static LintProblem warning(String file, int line, int column, String code, String message) {
        return new LintProblem(file, line, column, code, "warning", message);
    }

    public boolean isError() {
        return severity.equals("error");
    }
}
