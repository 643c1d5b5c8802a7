package tw.vigil.ingest.hook;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/// The audit webhook of a Kubernetes API server: a bearer token, or a client certificate that the server's TLS trusts.
final class KubernetesHook implements Hook {
    private final Secrets secrets;
    private final List<X500Principal> clients;

    /// @param clients subjects whose certificates are taken in place of a token
    KubernetesHook(Secrets secrets, List<X500Principal> clients) {
        this.secrets = secrets;
        this.clients = List.copyOf(clients);
    }

    @Override
    public Verdict judge(Call call) {
        X509Certificate client = call.client();
        boolean known = client != null && clients.contains(client.getSubjectX500Principal());
        return known || secrets.contain(call.bearer())
                ? Verdict.Take.of(call.stream())
                : Verdict.unknown("no bearer token and no client certificate of the source");
    }
}
