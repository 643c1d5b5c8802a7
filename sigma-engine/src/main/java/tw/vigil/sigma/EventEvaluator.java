package tw.vigil.sigma;

/// Evaluates events against a rule set. Not thread-safe: one per thread.
public interface EventEvaluator {

    /// Tells `sink` everything that the rules for `source` say of this event.
    ///
    /// @param json one JSON object, UTF-8
    /// @throws MalformedEventException when the bytes are not one well-formed JSON object within the bounds
    void evaluate(LogSource source, byte[] json, MatchSink sink) throws MalformedEventException;
}
