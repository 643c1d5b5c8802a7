package tw.vigil.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    private static final Set<String> COMMON = Set.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_HTTP_HOST",
            "VIGIL_OTLP_ENDPOINT",
            "VIGIL_LOG_JSON",
            "VIGIL_KAFKA_REPLICATION",
            "VIGIL_KAFKA_PARTITIONS_EVENTS",
            "KAFKA_SECURITY_PROTOCOL",
            "KAFKA_SASL_MECHANISM",
            "KAFKA_SASL_JAAS_CONFIG",
            "KAFKA_SSL_TRUSTSTORE_TYPE",
            "KAFKA_SSL_TRUSTSTORE_LOCATION");
    private static final Map<String, Set<String>> OWN = Map.of(
            "ingest",
                    Set.of(
                            "VIGIL_INGEST_TOKENS_DIR",
                            "VIGIL_INGEST_HOOK_SECRETS_DIR",
                            "VIGIL_INGEST_OPERATORS_DIR",
                            "VIGIL_INGEST_PROTECT_KEYS_DIR",
                            "VIGIL_INGEST_REVEAL_TOKENS_DIR",
                            "SMALLRYE_CONFIG_LOCATIONS"),
            "evaluator",
                    Set.of(
                            "VIGIL_EVALUATOR_STATE_DIR",
                            "VIGIL_EVALUATOR_GRACE",
                            "VIGIL_EVALUATOR_APPLICATION_ID",
                            "VIGIL_EVALUATOR_REVISIONS_ENGINEERS_DIR",
                            "VIGIL_RULES_DIR"),
            "alert",
                    Set.of(
                            "VIGIL_DB_URL",
                            "VIGIL_DB_USER",
                            "VIGIL_DB_PASSWORD",
                            "VIGIL_ALERT_ACCOUNTS_DIR",
                            "VIGIL_SMTP_HOST",
                            "VIGIL_SMTP_PORT",
                            "VIGIL_MAIL_FROM",
                            "VIGIL_ROUTING_FILE",
                            "VIGIL_HOOK_URL",
                            "VIGIL_HOOK_SECRET_FILE",
                            "VIGIL_CONSOLE_URL"));

    private final Rendered all = Rendered.with("all-values.yaml");

    @ParameterizedTest
    @ValueSource(strings = {"all-values.yaml", "least-values.yaml"})
    void chartPassesLint(String values, @TempDir Path folder) throws Exception {
        Path chart = ChartCopy.withValues(
                Rendered.CHART, Rendered.CHART.resolve("ci").resolve(values), folder);

        LintResult result = new Helm(chart).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @Test
    void rendersTheWorkloads() {
        assertThat(all.all(Deployment.class))
                .extracting(workload -> workload.getMetadata().getName())
                .containsExactlyInAnyOrder("vigil-ingest", "vigil-alert");
        assertThat(all.all(StatefulSet.class))
                .extracting(workload -> workload.getMetadata().getName())
                .containsExactly("vigil-evaluator");
        assertThat(all.all(Service.class)).hasSize(3);
        assertThat(all.all(PodDisruptionBudget.class)).hasSize(3);
    }

    @Test
    void rendersWithNothingButWhatIsRequired() {
        Rendered least = Rendered.with("least-values.yaml");

        assertThat(least.pods()).hasSize(3);
        assertThat(least.all(Ingress.class)).isEmpty();
        assertThat(least.all(GenericKubernetesResource.class)).isEmpty();
        assertThat(least.manifests()).doesNotContain("KAFKA_SASL", "VIGIL_HOOK_URL", "VIGIL_ROUTING_FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "evaluator", "alert"})
    void environmentNamesAreThoseOfTheServices(String service) {
        Set<String> names = new TreeSet<>(
                all.one(ConfigMap.class, "vigil-environment").getData().keySet());
        all.container(service).getEnv().forEach(variable -> names.add(variable.getName()));

        Set<String> expected = new TreeSet<>(COMMON);
        expected.addAll(OWN.get(service));
        assertThat(names).isEqualTo(expected);
    }

    @Test
    void topicsAreReplicatedThreeTimes() {
        assertThat(all.one(ConfigMap.class, "vigil-environment").getData())
                .containsEntry("VIGIL_KAFKA_REPLICATION", "3")
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    }

    @Test
    void noManifestHoldsASecret() {
        assertThat(all.all(Secret.class)).isEmpty();
        for (EnvVar variable : all.containers().stream()
                .flatMap(container -> container.getEnv().stream())
                .toList()) {
            if (variable.getName().matches(".*(PASSWORD|JAAS|TOKEN|SECRET)(_CONFIG)?$")) {
                assertThat(variable.getValue()).as(variable.getName()).isNull();
                assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull();
            }
        }
    }

    @Test
    void mountedVolumesExistAndSecretsAreReadOnly() {
        all.pods().forEach(pod -> {
            List<String> volumes = new ArrayList<>(List.of("state"));
            pod.getSpec().getVolumes().forEach(volume -> volumes.add(volume.getName()));
            pod.getSpec()
                    .getContainers()
                    .forEach(container -> container.getVolumeMounts().forEach(mount -> {
                        assertThat(volumes).contains(mount.getName());
                        if (!Set.of("tmp", "state").contains(mount.getName())) {
                            assertThat(mount.getReadOnly()).as(mount.getName()).isTrue();
                        }
                    }));
        });
    }

    @Test
    void evaluatorKeepsItsStateOnAVolume() {
        StatefulSet evaluator = all.one(StatefulSet.class, "vigil-evaluator");

        assertThat(evaluator.getSpec().getVolumeClaimTemplates())
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.getMetadata().getName()).isEqualTo("state");
                    assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
                });
        assertThat(all.container("evaluator").getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/var/lib/vigil"));
    }

    @Test
    void ingestScalesWithLoad() {
        var scaler = all.one(HorizontalPodAutoscaler.class, "vigil-ingest");

        assertThat(scaler.getSpec().getScaleTargetRef().getName()).isEqualTo("vigil-ingest");
        assertThat(all.one(Deployment.class, "vigil-ingest").getSpec().getReplicas())
                .as("replicas would fight with the autoscaler")
                .isNull();
    }

    @Test
    void servicesAndBudgetsSelectPodsThatExist() {
        all.all(Service.class)
                .forEach(service ->
                        assertThat(podsWith(service.getSpec().getSelector())).isEqualTo(1));
        all.all(PodDisruptionBudget.class)
                .forEach(budget -> assertThat(
                                podsWith(budget.getSpec().getSelector().getMatchLabels()))
                        .isEqualTo(1));
    }

    @Test
    void ingressLeadsToServicesOverTls() {
        Ingress ingress = all.one(Ingress.class, "vigil");

        assertThat(ingress.getSpec().getTls())
                .singleElement()
                .satisfies(tls ->
                        assertThat(tls.getHosts()).containsExactly("vigil.example.com", "ingest.vigil.example.com"));
        ingress.getSpec()
                .getRules()
                .forEach(rule -> rule.getHttp()
                        .getPaths()
                        .forEach(path -> all.one(
                                Service.class, path.getBackend().getService().getName())));
    }

    @Test
    void monitorScrapesTheMetricsUnderTheJobNamesOfTheAlertRules() {
        assertThat(all.all(GenericKubernetesResource.class)).singleElement().satisfies(monitor -> {
            assertThat(monitor.getKind()).isEqualTo("ServiceMonitor");
            assertThat(monitor.<String>get("spec", "jobLabel")).isEqualTo("vigil.tw/job");
        });
        assertThat(all.all(Service.class))
                .extracting(service -> service.getMetadata().getLabels().get("vigil.tw/job"))
                .containsExactlyInAnyOrder("vigil-ingest", "vigil-evaluator", "vigil-alert");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrapServers, no-port",
        "kafka.securityProtocol, TLS",
        "kafka.existingSecret, ''",
        "kafka.replications, 3",
        "database.url, jdbc:mysql://db/vigil",
        "database.url, jdbc:postgresql://db/vigil?password=secret",
        "database.password, secret",
        "mail.from, nobody",
        "hook.url, http://plain.example.com",
        "hook.existingSecret, ''",
        "evaluator.replicas, 0",
        "evaluator.replicas, 7",
        "evaluator.grace, 20 minutes",
        "evaluator.rulePack.watchLists, ''",
        "ingest.tokensSecret, ''",
        "ingest.keysSecret, ''",
        "ingress.tlsSecret, ''",
        "networkPolicy.otlpPort, 70000",
        "colour, blue"
    })
    void wrongValueIsRefused(String key, String value) {
        assertThatThrownBy(() -> Rendered.with("all-values.yaml", Map.of(key, value)))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
    }

    private long podsWith(Map<String, String> labels) {
        return all.pods().stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .count();
    }
}
