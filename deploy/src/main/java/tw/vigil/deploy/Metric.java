package tw.vigil.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One entry of `metrics.yml`.
///
/// @param name as queries name it; a histogram's base name, without `_bucket`
/// @param type counter, gauge or histogram
/// @param service ingest, evaluator, alert, every (each of the three) or prometheus (made by Prometheus itself)
/// @param since start = exposed from the first scrape on; use = exposed once it first happened, feed =
///   exposed where ingest-service has a feed configured
/// @param values label values that exist for this metric only
public record Metric(
        String name, String type, List<String> labels, String service, String since, Map<String, List<String>> values) {
    private static final List<String> HISTOGRAM_SUFFIXES = List.of("_bucket", "_count", "_sum");

    public Metric {
        labels = List.copyOf(labels);
        values = Map.copyOf(values);
    }

    /// The names under which the series of this metric are stored.
    public Set<String> seriesNames() {
        if (!type.equals("histogram")) {
            return Set.of(name);
        }
        return Set.of(
                name + HISTOGRAM_SUFFIXES.get(0), name + HISTOGRAM_SUFFIXES.get(1), name + HISTOGRAM_SUFFIXES.get(2));
    }

    boolean exposedBy(String candidate) {
        return service.equals(candidate) || (service.equals("every") && !candidate.equals("prometheus"));
    }
}
