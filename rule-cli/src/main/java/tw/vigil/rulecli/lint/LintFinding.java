package tw.vigil.rulecli.lint;

import org.jspecify.annotations.Nullable;

/// A problem with the change that would mend it.
///
/// @param edit null when a person has to decide
public record LintFinding(LintProblem problem, @Nullable Edit edit) {}
