package tw.vigil.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// What a service would answer at `/q/metrics`, made from the catalogue: one series for every combination of its label
/// values. Histograms answer in 0.1 s.
final class SampleExposition {
    private SampleExposition() {}

    /// @param step how far the counters have counted
    static String of(MetricsCatalogue catalogue, String service, long step) {
        StringBuilder text = new StringBuilder();
        for (Metric metric : catalogue.metrics()) {
            if (metric.exposedBy(service)) {
                text.append("# TYPE %s %s\n".formatted(metric.name(), metric.type()));
                samples(catalogue, metric, step)
                        .forEach((series, value) ->
                                text.append(series).append(' ').append(value).append('\n'));
            }
        }
        return text.toString();
    }

    /// Series as they are written in an exposition, with their values.
    static Map<String, Double> samples(MetricsCatalogue catalogue, Metric metric, long step) {
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String labels : combinations(catalogue, metric)) {
            switch (metric.type()) {
                case "histogram" -> {
                    for (String bound : List.of("0.1", "1.0", "+Inf")) {
                        String sep = labels.isEmpty() ? "" : ",";
                        samples.put(
                                "%s_bucket{%s%sle=\"%s\"}".formatted(metric.name(), labels, sep, bound), step * 10.0);
                    }
                    samples.put(series(metric.name() + "_count", labels), step * 10.0);
                    samples.put(series(metric.name() + "_sum", labels), step * 0.5);
                }
                case "counter" -> samples.put(series(metric.name(), labels), step * 10.0);
                default -> samples.put(series(metric.name(), labels), gauge(metric.name()));
            }
        }
        return samples;
    }

    private static double gauge(String name) {
        return name.contains("timestamp") ? System.currentTimeMillis() / 1000.0 - 30 : 1;
    }

    private static String series(String name, String labels) {
        return labels.isEmpty() ? name : name + "{" + labels + "}";
    }

    private static List<String> combinations(MetricsCatalogue catalogue, Metric metric) {
        List<String> all = List.of("");
        for (String label : metric.labels()) {
            List<String> values =
                    metric.values().getOrDefault(label, catalogue.labelValues().getOrDefault(label, List.of("one")));
            List<String> longer = new ArrayList<>();
            for (String labels : all) {
                for (String value : values) {
                    StringJoiner joined = new StringJoiner(",");
                    if (!labels.isEmpty()) {
                        joined.add(labels);
                    }
                    longer.add(joined.add("%s=\"%s\"".formatted(label, value)).toString());
                }
            }
            all = longer;
        }
        return all;
    }
}
