package tw.vigil.sigma;

/// One reason why a rule file was not accepted.
///
/// @param line one-based
/// @param column one-based
/// @param message what is wrong and what would be accepted instead
public record RuleProblem(String file, int line, int column, String message) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
