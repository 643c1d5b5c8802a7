package tw.vigil.ingest.transport;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import tw.vigil.ingest.intake.Intake;
import tw.vigil.ingest.ledger.Ledger;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Sources;

/// Opens the feeds that the configuration names, and what they need of it.
@ApplicationScoped
public class Feeds {
    private final Intake intake;
    private final Ledger ledger;
    private final Sources sources;
    private final Tracer tracer;
    private final MeterRegistry registry;

    Feeds(Intake intake, Ledger ledger, Sources sources, Tracer tracer, MeterRegistry registry) {
        this.intake = intake;
        this.ledger = ledger;
        this.sources = sources;
        this.tracer = tracer;
        this.registry = registry;
    }

    /// A feed with its metrics, which are there from the start.
    ///
    /// @param transport kind of transport, for example `s3-queue`
    /// @param name what the configuration calls it
    public Feed open(String transport, String name) {
        return new Feed(FeedMeters.register(transport, name, registry), intake, ledger, tracer);
    }

    /// The source that a key of the configuration names.
    ///
    /// @throws IllegalStateException which stops the start, when no such source is configured
    public ConfiguredSource source(String key, String id) {
        ConfiguredSource source = sources.find(id);
        if (source == null) {
            throw new IllegalStateException(key + " is " + id + "; known are "
                    + sources.all().stream().map(ConfiguredSource::id).toList());
        }
        return source;
    }
}
