package tw.vigil.ingest.source.kubernetes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Kubernetes audit events: an `EventList` from the webhook backend, or events one by one from the log backend.
@ApplicationScoped
public class KubernetesAudit implements Source {
    static final String NOT_KUBERNETES_AUDIT = "not_kubernetes_audit";

    /// How `apiVersion` of an audit event begins.
    public static final String GROUP = "audit.k8s.io/";

    private static final String ACCEPTED =
            "; an audit event has kind Event, apiVersion audit.k8s.io/…, auditID and stage";

    @Override
    public String type() {
        return "kubernetes.audit";
    }

    @Override
    public String product() {
        return "kubernetes";
    }

    @Override
    public String service() {
        return "audit";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("items");
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "kind",
                "apiVersion",
                "auditID",
                "stage",
                "stageTimestamp",
                "requestReceivedTimestamp",
                "objectRef.apiGroup",
                "objectRef.apiVersion",
                "objectRef.namespace",
                "objectRef.resource",
                "objectRef.name",
                "objectRef.subresource");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_KUBERNETES_AUDIT, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String wrong = whatIsWrong(record, batched);
        if (wrong != null) {
            return new Reading.Rejected(NOT_KUBERNETES_AUDIT, wrong + ACCEPTED);
        }
        String field = record.text("stageTimestamp") != null ? "stageTimestamp" : "requestReceivedTimestamp";
        Instant time = Source.time(record.text(field));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    field + " is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30.123456Z");
        }
        String cluster = settings.account();
        return new Reading.Audit(
                record.text("auditID") + "/" + record.text("stage"),
                time,
                subject(record),
                cluster != null ? cluster : settings.id(),
                null);
    }

    /// The elements of an `EventList` leave `kind` and `apiVersion` to the list, so in a batch both may be absent.
    private static @Nullable String whatIsWrong(JsonRecord record, boolean batched) {
        String kind = record.text("kind");
        String version = record.text("apiVersion");
        if (kind == null ? !batched : !kind.equals("Event")) {
            return "has no kind Event at top level";
        }
        if (version == null ? !batched : !version.startsWith(GROUP)) {
            return "has no apiVersion of audit.k8s.io at top level";
        }
        if (record.text("auditID") == null) {
            return "has no auditID at top level";
        }
        return record.text("stage") == null ? "has no stage at top level" : null;
    }

    private static @Nullable String subject(JsonRecord record) {
        String resource = record.text("objectRef.resource");
        if (resource == null) {
            return null;
        }
        var path = new StringBuilder();
        String group = record.text("objectRef.apiGroup");
        append(path, group == null ? "/api" : "/apis/" + group, record.text("objectRef.apiVersion"));
        String namespace = record.text("objectRef.namespace");
        if (namespace != null) {
            path.append("/namespaces/").append(namespace);
        }
        append(path, "/" + resource, record.text("objectRef.name"));
        append(path, "", record.text("objectRef.subresource"));
        return path.toString();
    }

    private static void append(StringBuilder path, String start, @Nullable String end) {
        path.append(start);
        if (end != null) {
            path.append('/').append(end);
        }
    }
}
