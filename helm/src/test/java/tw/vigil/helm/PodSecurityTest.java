package tw.vigil.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import org.junit.jupiter.api.Test;

class PodSecurityTest {
    private final Rendered all = Rendered.with("all-values.yaml");

    @Test
    void containersAreRestricted() {
        assertThat(all.containers()).hasSize(3).allSatisfy(container -> {
            var context = container.getSecurityContext();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getRunAsNonRoot()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        });
    }

    @Test
    void podsRunAsAnOrdinaryUserWithSeccompAndWithoutAToken() {
        assertThat(all.pods()).hasSize(3).allSatisfy(pod -> {
            var spec = pod.getSpec();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001L);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getHostNetwork()).isNull();
        });
        assertThat(all.one(ServiceAccount.class, "vigil").getAutomountServiceAccountToken())
                .isFalse();
    }

    @Test
    void everyContainerHasProbesOnTheHealthEndpoints() {
        assertThat(all.containers()).allSatisfy(container -> {
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        });
    }

    @Test
    void everyContainerHasResources() {
        assertThat(all.containers()).allSatisfy(container -> {
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void podsSpreadOverZonesAndNodes() {
        assertThat(all.pods())
                .allSatisfy(pod -> assertThat(pod.getSpec().getTopologySpreadConstraints())
                        .hasSize(2)
                        .allSatisfy(spread -> assertThat(pod.getMetadata().getLabels())
                                .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels())));
    }
}
