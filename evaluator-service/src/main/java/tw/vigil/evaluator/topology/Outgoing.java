package tw.vigil.evaluator.topology;

/// What a stage sends on, and where to. One stream carries all of it up to the split, so that a processor decides
/// the target and the topology stays the same for any rule set.
@SuppressWarnings("ArrayRecordComponent") // passed on within one task, never compared
record Outgoing(Target target, byte[] value) {
    enum Target {
        FINDING,
        /// A finding of a rule in the stage `shadow`.
        SHADOW,
        /// That a rule fired on its canary.
        PROOF,
        /// An event of a canary.
        CANARY,
        SIGNAL,
        /// A beat that has passed both stages.
        HEARTBEAT,
        QUARANTINE
    }
}
