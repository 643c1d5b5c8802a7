package tw.vigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsCatalogueTest {
    private final MetricsCatalogue catalogue = MetricsCatalogue.load();

    static List<DeployFiles.Query> queries() {
        List<DeployFiles.Query> queries = new ArrayList<>(DeployFiles.dashboardQueries());
        queries.addAll(DeployFiles.alertQueries());
        return queries;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void queryNamesOnlyMetricsOfTheCatalogue(DeployFiles.Query query) {
        var known = catalogue.metrics().stream()
                .flatMap(metric -> metric.seriesNames().stream())
                .toList();

        var used = PromQl.of(query.expression()).metrics();

        assertThat(known)
                .as("%s: a metric of its query is not in deploy/metrics.yml", query.where())
                .containsAll(used);
        assertThat(used).as("%s: its query names no metric", query.where()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void queryNamesOnlyLabelsThatItsMetricsHave(DeployFiles.Query query) {
        PromQl names = PromQl.of(query.expression());
        List<String> known = new ArrayList<>(List.of("job", "instance"));
        for (Metric metric : catalogue.metrics()) {
            if (metric.seriesNames().stream().anyMatch(names.metrics()::contains)) {
                known.addAll(metric.labels());
                if (metric.type().equals("histogram")) {
                    known.add("le");
                }
            }
        }

        assertThat(known)
                .as("%s: a label of its query is not in deploy/metrics.yml", query.where())
                .containsAll(names.labels());
    }

    @Test
    void everyVigilMetricIsShownOrWatched() {
        var used = queries().stream()
                .flatMap(query -> PromQl.of(query.expression()).metrics().stream())
                .toList();

        assertThat(catalogue.metrics())
                .allSatisfy(metric -> assertThat(metric.seriesNames())
                        .as("no panel and no alert rule uses %s", metric.name())
                        .containsAnyElementsOf(used));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "evaluator", "alert"})
    void exposesNoDifferenceWhenEverythingOfTheCatalogueIsThere(String service) {
        String exposition = SampleExposition.of(catalogue, service, 1);

        assertThat(catalogue.differences(service, exposition, true)).isEmpty();
    }

    @Test
    void namesWhatIsMissingWhatIsUnknownAndWhatHasOtherLabels() {
        String exposition = SampleExposition.of(catalogue, "evaluator", 1)
                .replace("vigil_rules_loaded ", "vigil_rules_active ")
                .replace("vigil_events_evaluated_total{source=", "vigil_events_evaluated_total{origin=");

        assertThat(catalogue.differences("evaluator", exposition, true))
                .anySatisfy(problem -> assertThat(problem).contains("does not expose vigil_rules_loaded"))
                .anySatisfy(problem -> assertThat(problem).contains("exposes vigil_rules_active, which"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("vigil_events_evaluated_total with labels [origin]"));
    }

    @Test
    void forgivesWhatAppearsOnlyOnceUsed() {
        String exposition = SampleExposition.of(catalogue, "ingest", 1)
                .lines()
                .filter(line -> !line.startsWith("vigil_events_quarantined_total"))
                .reduce("", (text, line) -> text + line + "\n");

        assertThat(catalogue.differences("ingest", exposition, false)).isEmpty();
        assertThat(catalogue.differences("ingest", exposition, true)).hasSize(1);
    }

    @Test
    void readsTheNamesOfAnExpression() {
        PromQl names = PromQl.of(
                "sum by (le, stage) (rate(a_bucket{stage!=\"x y\"}[5m])) > 5 or max without (instance) (b offset 1d) unless on(job) c");

        assertThat(names.metrics()).containsExactly("a_bucket", "b", "c");
        assertThat(names.labels()).containsExactly("instance", "job", "le", "stage");
    }
}
