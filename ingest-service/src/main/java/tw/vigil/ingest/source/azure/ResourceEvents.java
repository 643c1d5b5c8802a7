package tw.vigil.ingest.source.azure;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Events of Azure Event Grid in its own schema and as CloudEvents. They say what changed in attributes around `data`,
/// so the whole event is the record.
@ApplicationScoped
public class ResourceEvents implements Source {
    static final String NOT_EVENT_GRID = "not_event_grid";

    private static final String HANDSHAKE = "Microsoft.EventGrid.";
    private static final LogSource OTHERS = new LogSource("azure", "eventgrid", null);

    @Override
    public String type() {
        return "azure.eventgrid";
    }

    @Override
    public String product() {
        return "azure";
    }

    @Override
    public String service() {
        return "resourceevents";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "id",
                "type",
                "eventType",
                "time",
                "eventTime",
                "subject",
                "source",
                "topic",
                "specversion",
                "data.subscriptionId",
                "data.resourceUri",
                "data.resourceInfo.id",
                "data.resourceInfo.location",
                "data.operationalInfo.resourceEventTime");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_EVENT_GRID, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String kind = record.text("specversion") != null ? record.text("type") : record.text("eventType");
        if (kind == null || !kind.startsWith("Microsoft.") || kind.startsWith(HANDSHAKE) || record.text("id") == null) {
            return new Reading.Rejected(
                    NOT_EVENT_GRID,
                    "is no event of Azure Event Grid; it has id, and eventType or type of Microsoft.*, at top level");
        }
        var time = Source.time(record.firstText("data.operationalInfo.resourceEventTime", "eventTime", "time"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "eventTime or time is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.1234567Z");
        }
        String resource = Names.lower(record.firstText("data.resourceUri", "data.resourceInfo.id", "subject"));
        boolean ofResources = kind.startsWith("Microsoft.Resource");
        return new Reading.Audit(
                        record.text("id"),
                        time,
                        resource,
                        subscription(record, resource),
                        Names.lower(record.text("data.resourceInfo.location")),
                        ofResources ? null : OTHERS)
                .orAccount(settings.account());
    }

    private static @Nullable String subscription(JsonRecord record, @Nullable String resource) {
        String own = record.text("data.subscriptionId");
        String ofResource = own != null ? own : Names.subscription(resource);
        return Names.lower(ofResource != null ? ofResource : Names.subscription(record.firstText("topic", "source")));
    }
}
