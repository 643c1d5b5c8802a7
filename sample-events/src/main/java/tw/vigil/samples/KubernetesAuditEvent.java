package tw.vigil.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Builds one `audit.k8s.io/v1` event of stage ResponseComplete; starts in [KubernetesAudit].
public final class KubernetesAuditEvent {
    /// Kubernetes writes six digits after the second, also when they are zero.
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Map<String, String> GROUPS = Map.of(
            "deployments", "apps",
            "daemonsets", "apps",
            "statefulsets", "apps",
            "jobs", "batch",
            "cronjobs", "batch",
            "clusterroles", "rbac.authorization.k8s.io",
            "clusterrolebindings", "rbac.authorization.k8s.io",
            "roles", "rbac.authorization.k8s.io",
            "rolebindings", "rbac.authorization.k8s.io");

    private final String verb;
    private final String resource;
    private final @Nullable String subresource;
    private String id = UUID.randomUUID().toString();
    private String user = "jane@futures.example";
    private List<String> groups = List.of("ops", "system:authenticated");
    private String address = "203.0.113.10";
    private String userAgent = "kubectl/v1.33.2 (linux/amd64) kubernetes/6f8ac7f";
    private @Nullable String namespace;
    private @Nullable String name;
    private int code;
    private Instant time = Instant.parse("2026-08-20T10:15:30.123456Z");
    private @Nullable JsonNode requestObject;

    KubernetesAuditEvent(String verb, String resource) {
        this.verb = verb;
        int slash = resource.indexOf('/');
        this.resource = slash < 0 ? resource : resource.substring(0, slash);
        this.subresource = slash < 0 ? null : resource.substring(slash + 1);
        this.code = verb.equals("create") ? 201 : 200;
    }

    public KubernetesAuditEvent by(String user) {
        this.user = user;
        return this;
    }

    public KubernetesAuditEvent byServiceAccount(String namespace, String account) {
        this.user = "system:serviceaccount:" + namespace + ":" + account;
        this.groups = List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated");
        this.userAgent = account + "/v1.33.2 (linux/amd64) kubernetes/6f8ac7f";
        return this;
    }

    public KubernetesAuditEvent from(String ipAddress) {
        this.address = ipAddress;
        return this;
    }

    public KubernetesAuditEvent inNamespace(String namespace) {
        this.namespace = namespace;
        return this;
    }

    public KubernetesAuditEvent named(String name) {
        this.name = name;
        return this;
    }

    public KubernetesAuditEvent at(Instant time) {
        this.time = time;
        return this;
    }

    public KubernetesAuditEvent at(String time) {
        return at(Instant.parse(time));
    }

    public KubernetesAuditEvent withId(String id) {
        this.id = id;
        return this;
    }

    /// Makes it an event of level `Request`: the body that was sent, as the API server decoded it.
    public KubernetesAuditEvent requesting(JsonNode requestObject) {
        this.requestObject = requestObject;
        return this;
    }

    public KubernetesAuditEvent requesting(String json) {
        return requesting(Json.parse(json));
    }

    public KubernetesAuditEvent answered(int code) {
        this.code = code;
        return this;
    }

    public KubernetesAuditEvent forbidden() {
        return answered(403);
    }

    public Instant time() {
        return time;
    }

    public String id() {
        return id;
    }

    public ObjectNode toNode() {
        var event = Json.object()
                .put("kind", "Event")
                .put("apiVersion", "audit.k8s.io/v1")
                .put("level", requestObject == null ? "Metadata" : "Request")
                .put("auditID", id)
                .put("stage", "ResponseComplete")
                .put("requestURI", uri())
                .put("verb", verb);
        var actor = Json.object().put("username", user);
        var groupNames = actor.putArray("groups");
        groups.forEach(groupNames::add);
        event.set("user", actor);
        event.putArray("sourceIPs").add(address);
        event.put("userAgent", userAgent);
        event.set("objectRef", objectRef());
        event.set("responseStatus", status());
        if (requestObject != null) {
            event.set("requestObject", requestObject);
        }
        event.put("requestReceivedTimestamp", MICROS.format(time))
                .put("stageTimestamp", MICROS.format(time.plusMillis(12)));
        event.set(
                "annotations",
                Json.object()
                        .put("authorization.k8s.io/decision", code == 403 ? "forbid" : "allow")
                        .put("authorization.k8s.io/reason", ""));
        return event;
    }

    public byte[] toJson() {
        return Json.bytes(toNode());
    }

    private ObjectNode objectRef() {
        var reference = Json.object().put("resource", resource);
        if (namespace != null) {
            reference.put("namespace", namespace);
        }
        if (name != null) {
            reference.put("name", name);
        }
        String group = GROUPS.get(resource);
        if (group != null) {
            reference.put("apiGroup", group);
        }
        reference.put("apiVersion", "v1");
        if (subresource != null) {
            reference.put("subresource", subresource);
        }
        return reference;
    }

    private ObjectNode status() {
        var status = Json.object();
        status.set("metadata", Json.object());
        if (code >= 400) {
            status.put("status", "Failure").put("reason", code == 403 ? "Forbidden" : "Invalid");
        }
        return status.put("code", code);
    }

    private String uri() {
        String group = GROUPS.get(resource);
        var uri = new StringBuilder(group == null ? "/api/v1" : "/apis/" + group + "/v1");
        if (namespace != null) {
            uri.append("/namespaces/").append(namespace);
        }
        uri.append('/').append(resource);
        if (name != null && !(verb.equals("create") && subresource == null)) {
            uri.append('/').append(name);
        }
        if (subresource != null) {
            uri.append('/').append(subresource);
        }
        return uri.toString();
    }
}
