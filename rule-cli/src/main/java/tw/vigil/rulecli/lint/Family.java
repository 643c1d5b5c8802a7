package tw.vigil.rulecli.lint;

/// Checks that look at the same part of a rule.
@FunctionalInterface
interface Family {
    void check(RuleDocument document, LintInput input, Report report);
}
