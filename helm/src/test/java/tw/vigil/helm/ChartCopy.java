package tw.vigil.helm;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A copy of the chart whose default values are those of a values file: the lint command takes no such file.
final class ChartCopy {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private ChartCopy() {}

    static Path withValues(Path chart, Path values, Path folder) throws IOException {
        Path copy = folder.resolve("vigil");
        try (var files = Files.walk(chart)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(chart.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        Path defaults = copy.resolve("values.yaml");
        Files.writeString(defaults, YAML.asYaml(merged(read(defaults), read(values))));
        return copy;
    }

    private static Map<?, ?> read(Path yaml) throws IOException {
        return YAML.unmarshal(Files.readString(yaml), Map.class);
    }

    private static Map<Object, Object> merged(Map<?, ?> defaults, Map<?, ?> values) {
        Map<Object, Object> result = new LinkedHashMap<>(defaults);
        values.forEach((key, value) -> result.merge(
                key,
                value,
                (old, replacement) -> old instanceof Map<?, ?> oldMap && replacement instanceof Map<?, ?> map
                        ? merged(oldMap, map)
                        : replacement));
        return result;
    }
}
