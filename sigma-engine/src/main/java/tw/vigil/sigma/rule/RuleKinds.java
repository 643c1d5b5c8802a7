package tw.vigil.sigma.rule;

/// The kinds of rule that Sigma has no word for, as documents spell them.
public final class RuleKinds {

    public static final String BASELINE = "baseline";
    public static final String EXPECTATION = "expectation";

    private RuleKinds() {}
}
