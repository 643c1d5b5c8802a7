package tw.vigil.rulecli.lint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/// One line of `lint`; a contract for machines.
///
/// @param line one-based
/// @param code stable, see [Check]
/// @param severity error, warning or info
@JsonPropertyOrder({"file", "line", "column", "code", "severity", "message"})
public record LintProblem(
        @JsonProperty("file") String file,
        @JsonProperty("line") int line,
        @JsonProperty("column") int column,
        @JsonProperty("code") String code,
        @JsonProperty("severity") String severity,
        @JsonProperty("message") String message) {

    static LintProblem of(Check check, String file, int line, int column, String message) {
        return new LintProblem(
                file, line, column, check.name(), check.severity().name(), message);
    }

    public boolean isError() {
        return severity.equals(Check.Severity.error.name());
    }

    public boolean isWarning() {
        return severity.equals(Check.Severity.warning.name());
    }
}
