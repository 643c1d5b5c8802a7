package tw.vigil.sigma;

import java.util.List;
import java.util.Map;
import tw.vigil.sigma.correlate.CorrelationMachine;

/// What a rule set knows of rules that listen to other rules.
///
/// @param machines by rule id
record Links(Map<String, CorrelationMachine> machines, Chain chain, List<Expectation> expectations) {
    Links {
        machines = Map.copyOf(machines);
        expectations = List.copyOf(expectations);
    }
}
