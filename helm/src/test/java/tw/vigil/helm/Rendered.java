package tw.vigil.helm;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What Helm makes of the chart, as typed objects.
record Rendered(String manifests, List<HasMetadata> objects) {
    static final Path CHART =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("vigil");

    static Rendered with(String values, Map<String, String> overrides) {
        var command = new Helm(CHART)
                .template()
                .withName("vigil")
                .withNamespace("watch")
                .withKubeVersion("1.33.0")
                .withValuesFile(CHART.resolve("ci").resolve(values));
        overrides.forEach(command::set);
        String manifests = command.call();
        Object parsed = new KubernetesSerialization()
                .unmarshal(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)));
        List<HasMetadata> objects = new ArrayList<>();
        for (Object object : (Collection<?>) parsed) {
            objects.add((HasMetadata) object);
        }
        return new Rendered(manifests, objects);
    }

    static Rendered with(String values) {
        return with(values, Map.of());
    }

    <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type.getSimpleName() + " " + name + " is not rendered"));
    }

    List<PodTemplateSpec> pods() {
        List<PodTemplateSpec> pods = new ArrayList<>();
        all(Deployment.class).forEach(workload -> pods.add(workload.getSpec().getTemplate()));
        all(StatefulSet.class).forEach(workload -> pods.add(workload.getSpec().getTemplate()));
        return pods;
    }

    List<Container> containers() {
        return pods().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .toList();
    }

    Container container(String name) {
        return containers().stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
