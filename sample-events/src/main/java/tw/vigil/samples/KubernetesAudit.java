package tw.vigil.samples;

/// Starts Kubernetes audit events: `request("create", "pods").by("jane").inNamespace("prod").named("web")`.
public final class KubernetesAudit {
    private KubernetesAudit() {}

    /// A completed, allowed request.
    ///
    /// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`
    /// @param resource plural, for example `pods`, or with subresource `pods/exec`
    public static KubernetesAuditEvent request(String verb, String resource) {
        return new KubernetesAuditEvent(verb, resource);
    }
}
