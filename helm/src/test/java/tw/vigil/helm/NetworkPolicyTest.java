package tw.vigil.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NetworkPolicyTest {
    private final Rendered all = Rendered.with("all-values.yaml");

    private List<NetworkPolicy> policiesOf(PodTemplateSpec pod) {
        return all.all(NetworkPolicy.class).stream()
                .filter(policy -> pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(policy.getSpec()
                                .getPodSelector()
                                .getMatchLabels()
                                .entrySet()))
                .toList();
    }

    private PodTemplateSpec pod(String component) {
        return all.pods().stream()
                .filter(pod -> component.equals(pod.getMetadata().getLabels().get("app.kubernetes.io/component")))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> portsOut(String component) {
        Set<String> ports = new TreeSet<>();
        policiesOf(pod(component))
                .forEach(policy -> policy.getSpec()
                        .getEgress()
                        .forEach(rule -> rule.getPorts()
                                .forEach(port ->
                                        ports.add(port.getPort().getValue().toString()))));
        return ports;
    }

    private Set<String> namespacesIn(String component) {
        Set<String> namespaces = new TreeSet<>();
        policiesOf(pod(component))
                .forEach(policy -> policy.getSpec()
                        .getIngress()
                        .forEach(rule -> rule.getFrom()
                                .forEach(peer -> namespaces.addAll(peer.getNamespaceSelector()
                                        .getMatchLabels()
                                        .values()))));
        return namespaces;
    }

    @Test
    void everyPodIsDeniedByDefault() {
        assertThat(all.pods())
                .allSatisfy(pod -> assertThat(policiesOf(pod)).anySatisfy(policy -> {
                    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
                    assertThat(policy.getSpec().getIngress()).isEmpty();
                    assertThat(policy.getSpec().getEgress()).isEmpty();
                }));
    }

    @Test
    void everyPolicySelectsPodsThatExist() {
        assertThat(all.all(NetworkPolicy.class))
                .isNotEmpty()
                .allSatisfy(policy -> assertThat(all.pods())
                        .anySatisfy(pod -> assertThat(policiesOf(pod)).contains(policy)));
    }

    @Test
    void servicesReachWhatTheyNeedAndNothingElse() {
        assertThat(portsOut("ingest")).containsExactlyInAnyOrder("53", "9093", "4317", "443", "80");
        assertThat(portsOut("evaluator")).containsExactlyInAnyOrder("53", "9093", "4317");
        assertThat(portsOut("alert")).containsExactlyInAnyOrder("53", "9093", "4317", "5432", "587", "443");
    }

    @Test
    void onlyPrometheusReachesTheEvaluator() {
        assertThat(namespacesIn("evaluator")).containsExactly("monitoring");
        assertThat(namespacesIn("ingest")).containsExactlyInAnyOrder("monitoring", "ingress-nginx");
        assertThat(namespacesIn("alert")).containsExactlyInAnyOrder("monitoring", "ingress-nginx");
    }
}
