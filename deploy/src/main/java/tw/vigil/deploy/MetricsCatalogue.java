package tw.vigil.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// `metrics.yml`: every metric that dashboard and alert rules may use.
///
/// @param labelValues realistic values per label, for sample expositions
public record MetricsCatalogue(List<Metric> metrics, Map<String, List<String>> labelValues) {
    public MetricsCatalogue {
        metrics = List.copyOf(metrics);
        labelValues = Map.copyOf(labelValues);
    }

    /// The catalogue that this module was built with.
    public static MetricsCatalogue load() {
        try (InputStream yaml =
                Objects.requireNonNull(MetricsCatalogue.class.getResourceAsStream("metrics.yml"), "metrics.yml")) {
            JsonNode root = new YAMLMapper().readTree(yaml);
            List<Metric> metrics = new ArrayList<>();
            for (JsonNode entry : root.get("metrics")) {
                metrics.add(new Metric(
                        entry.get("name").asText(),
                        entry.get("type").asText(),
                        strings(entry.get("labels")),
                        entry.get("service").asText(),
                        entry.get("since").asText(),
                        lists(entry.path("values"))));
            }
            return new MetricsCatalogue(metrics, lists(root.get("label-values")));
        } catch (IOException e) {
            throw new UncheckedIOException("metrics.yml cannot be read", e);
        }
    }

    /// What is wrong between the catalogue and the text that a service answers at `/q/metrics`; empty when nothing is.
    /// Also names `vigil_` metrics that the service exposes and the catalogue does not list.
    ///
    /// @param service one of ingest, evaluator, alert
    /// @param everythingUsed true once the service did all it can do: metrics `since: use` must be there, too
    public List<String> differences(String service, String exposition, boolean everythingUsed) {
        Exposition live = Exposition.parse(exposition);
        List<String> problems = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (Metric metric : metrics) {
            if (!metric.exposedBy(service)) {
                continue;
            }
            known.addAll(metric.seriesNames());
            if (metric.type().equals("histogram")) {
                known.add(metric.name() + "_max");
            }
            for (String series : metric.seriesNames()) {
                var labelSets = live.labelsOf(series);
                if (labelSets.isEmpty() && isDue(metric, everythingUsed)) {
                    problems.add("%s does not expose %s: register it, or take it out of deploy/metrics.yml"
                            .formatted(service, series));
                }
                for (var labels : labelSets) {
                    if (!labels.containsAll(metric.labels())) {
                        problems.add("%s exposes %s with labels %s, deploy/metrics.yml says %s"
                                .formatted(service, series, labels, metric.labels()));
                    }
                }
            }
        }
        live.names().stream()
                .filter(name -> name.startsWith("vigil_") && !known.contains(name))
                .forEach(name -> problems.add(
                        "%s exposes %s, which deploy/metrics.yml does not list: add it".formatted(service, name)));
        return problems;
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    private static Map<String, List<String>> lists(JsonNode object) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        object.properties().forEach(entry -> lists.put(entry.getKey(), strings(entry.getValue())));
        return lists;
    }

    private static boolean isDue(Metric metric, boolean everythingUsed) {
        return switch (metric.since()) {
            case "start" -> true;
            case "use" -> everythingUsed;
            case "feed" -> false;
            default ->
                throw new IllegalStateException(
                        metric.name() + ": since is " + metric.since() + "; known are start, use, feed");
        };
    }
}
