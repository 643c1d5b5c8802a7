package tw.vigil.event;

/// Names of the Kafka topics.
public final class Topics {
    /// One audit record per Kafka record: the vendor's own JSON bytes, headers as in [EventHeaders].
    public static final String EVENTS = "vigil.events";

    /// [Finding] as JSON, keyed by finding id.
    public static final String FINDINGS = "vigil.findings";

    /// [Finding] as JSON of rules in the stage `shadow`: nobody is alerted.
    public static final String SHADOW_FINDINGS = "vigil.findings.shadow";

    /// Events that prove rules, as evaluator-service sends them to itself; headers as on [#EVENTS].
    public static final String CANARIES = "vigil.canaries";

    /// When each rule was last seen to fire on its canary, as evaluator-service keeps it for itself; compacted.
    public static final String PROOFS = "vigil.proofs";

    /// [Heartbeat] as JSON, keyed by instance: evaluator-service has passed it through both of its stages.
    public static final String HEARTBEATS = "vigil.heartbeats";

    /// [AlertStep] as JSON, keyed by alert id.
    public static final String ALERTS = "vigil.alerts";

    /// [RuleSetRevision] and [InstanceRules] as JSON; compacted.
    public static final String RULES = "vigil.rules";

    /// What could not be read: the rejected bytes, headers as in [QuarantineHeaders].
    public static final String QUARANTINE = "vigil.quarantine";

    /// Counts of records by source, hour and partition, as ingest-service keeps them for itself; compacted.
    public static final String LEDGER = "vigil.ledger";

    /// Digests and hashes of log files, as ingest-service keeps them for itself; compacted.
    public static final String TRAILS = "vigil.trails";

    /// What was taken out of [#QUARANTINE] and sent again, as ingest-service keeps it for itself; compacted.
    public static final String REPLAYS = "vigil.replays";

    private Topics() {}
}
