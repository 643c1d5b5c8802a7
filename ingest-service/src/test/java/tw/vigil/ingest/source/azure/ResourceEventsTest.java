package tw.vigil.ingest.source.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class ResourceEventsTest implements SourceContract {
    private static final String COMPLETE = """
            {"id": "4db48cba", "topic": "/subscriptions/319A9601", "eventType": "Microsoft.ResourceNotifications.Resources.CreatedOrUpdated",
             "subject": "/subscriptions/319A9601/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1",
             "eventTime": "2026-08-20T10:15:31Z", "dataVersion": "1", "metadataVersion": "1",
             "data": {"resourceInfo": {"id": "/subscriptions/319A9601/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1",
              "location": "TaiwanNorth"}, "operationalInfo": {"resourceEventTime": "2026-08-20T10:15:30.1234567Z"}}}""";
    private static final String CLOUD_EVENT = """
            {"specversion": "1.0", "id": "c1", "source": "/subscriptions/319a9601", "type": "Microsoft.Resources.ResourceWriteSuccess",
             "subject": "/subscriptions/319a9601/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/sa1",
             "time": "2026-08-20T10:15:30Z", "data": {"operationName": "Microsoft.Storage/storageAccounts/write"}}""";

    @Override
    public Source source() {
        return new ResourceEvents();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "4db48cba",
                        SourceContract.at("2026-08-20T10:15:30.1234567Z"),
                        "/subscriptions/319a9601/resourcegroups/rg1/providers/microsoft.compute/virtualmachines/vm1",
                        "319a9601",
                        "taiwannorth"));
    }

    @Override
    public Set<String> recordsWithTheShapeOf() {
        return Set.of("Event Grid event");
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                CLOUD_EVENT.replace("Microsoft.", "com.github."),
                COMPLETE.replace("\"id\": \"4db48cba\"", "\"x\": 1"),
                COMPLETE.replace(
                        "ResourceNotifications.Resources.CreatedOrUpdated", "EventGrid.SubscriptionValidationEvent"));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("resourceEventTime", "x").replace("eventTime", "y"),
                CLOUD_EVENT.replace("2026-08-20T10:15:30Z", "soon"));
    }

    @Test
    void cloudEventIsReadTheSame() {
        assertThat(read(CLOUD_EVENT, false))
                .isEqualTo(new Reading.Audit(
                        "c1",
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "/subscriptions/319a9601/resourcegroups/rg1/providers/microsoft.storage/storageaccounts/sa1",
                        "319a9601",
                        null));
    }

    @Test
    void eventsOfOtherTopicsHaveALogSourceOfTheirOwn() {
        assertThat(read(
                        CLOUD_EVENT.replace(
                                "Microsoft.Resources.ResourceWriteSuccess", "Microsoft.KeyVault.SecretExpired"),
                        false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource()).isEqualTo(new LogSource("azure", "eventgrid", null)));
    }
}
