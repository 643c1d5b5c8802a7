package tw.vigil.sigma;

/// Hears how long rules take. Called on the thread that evaluates.
@FunctionalInterface
public interface RuleCost {
    /// One event in this many is measured: a look at the clock before and after each rule costs more than most rules.
    int SAMPLE = 512;

    /// A rule was asked about one event of the sample.
    ///
    /// @param nanos for its condition alone, without what all rules share
    void took(RuleInfo rule, long nanos);
}
