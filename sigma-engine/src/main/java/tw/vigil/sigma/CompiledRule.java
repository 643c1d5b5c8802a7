package tw.vigil.sigma;

import java.util.List;
import tw.vigil.sigma.match.Detection;

/// A detection ready for events: filters are part of `detection`.
///
/// @param subscriptions of the correlations that refer to it
record CompiledRule(RuleInfo info, Detection detection, List<Subscription> subscriptions) {
    CompiledRule {
        subscriptions = List.copyOf(subscriptions);
    }

    CompiledRule with(Detection other) {
        return new CompiledRule(info, other, subscriptions);
    }
}
