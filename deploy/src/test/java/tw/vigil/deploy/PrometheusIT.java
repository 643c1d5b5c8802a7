package tw.vigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A real Prometheus that has two hours of history of every metric of the catalogue, and scrapes them from a server.
class PrometheusIT {
    private static final List<String> SERVICES = List.of("ingest", "evaluator", "alert");
    private static final Duration HISTORY = Duration.ofHours(2);
    private static final Duration STEP = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static HttpServer services;
    private static PrometheusProcess prometheus;

    @BeforeAll
    static void startPrometheus() throws IOException, InterruptedException {
        assumeTrue(
                DeployFiles.installed("prometheus") && DeployFiles.installed("promtool"),
                "prometheus is not installed (Debian package prometheus)");
        MetricsCatalogue catalogue = MetricsCatalogue.load();
        services = serve(catalogue);
        importHistory(catalogue);
        prometheus = PrometheusProcess.start(folder, config());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> values(prometheus.query("up{job=~\"vigil-.+\"} == 1")) == SERVICES.size());
    }

    @AfterAll
    static void stopPrometheus() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (services != null) {
            services.stop(0);
        }
    }

    static List<DeployFiles.Query> dashboardQueries() {
        return DeployFiles.dashboardQueries();
    }

    static List<DeployFiles.Query> alertQueries() {
        return DeployFiles.alertQueries();
    }

    @ParameterizedTest
    @MethodSource("dashboardQueries")
    void dashboardQueryIsAnswered(DeployFiles.Query query) throws Exception {
        JsonNode answer = prometheus.query(query.expression().replace("$__range", "6h"));

        assertThat(answer.get("status").asText()).as(answer.toString()).isEqualTo("success");
        if (!query.where().startsWith("annotation")) {
            assertThat(values(answer)).as("%s shows no data", query).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("alertQueries")
    void alertQueryIsAnswered(DeployFiles.Query query) throws Exception {
        JsonNode answer = prometheus.query(query.expression());

        assertThat(answer.get("status").asText()).as(answer.toString()).isEqualTo("success");
    }

    private static int values(JsonNode answer) {
        return answer.at("/data/result").size();
    }

    private static HttpServer serve(MetricsCatalogue catalogue) throws IOException {
        AtomicLong step = new AtomicLong(HISTORY.dividedBy(STEP));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (String service : SERVICES) {
            server.createContext("/" + service, exchange -> {
                byte[] body = SampleExposition.of(catalogue, service, step.incrementAndGet())
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }
        server.start();
        return server;
    }

    private static Path config() throws IOException {
        StringBuilder config = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n");
        config.append(
                "rule_files: [%s]\nscrape_configs:\n".formatted(DeployFiles.FOLDER.resolve("prometheus/alerts.yml")));
        for (String service : SERVICES) {
            config.append(
                    "  - {job_name: vigil-%s, metrics_path: /%s, static_configs: [{targets: ['127.0.0.1:%d'], labels: {instance: one}}]}\n"
                            .formatted(service, service, services.getAddress().getPort()));
        }
        return Files.writeString(folder.resolve("prometheus.yml"), config);
    }

    private static void importHistory(MetricsCatalogue catalogue) throws IOException, InterruptedException {
        Path file = folder.resolve("history.openmetrics");
        long end = System.currentTimeMillis() / 1000 - 10;
        long steps = HISTORY.dividedBy(STEP);
        try (var out = Files.newBufferedWriter(file)) {
            for (String service : SERVICES) {
                for (Metric metric : catalogue.metrics()) {
                    if (!metric.exposedBy(service)) {
                        continue;
                    }
                    for (long step = 1; step <= steps; step++) {
                        long time = end - (steps - step) * STEP.toSeconds();
                        for (Map.Entry<String, Double> sample : SampleExposition.samples(catalogue, metric, step)
                                .entrySet()) {
                            out.write("%s %s %d\n"
                                    .formatted(labelled(sample.getKey(), service), sample.getValue(), time));
                        }
                    }
                }
            }
            out.write("# EOF\n");
        }
        Process promtool = new ProcessBuilder(
                        "promtool",
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        file.toString(),
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(output).isZero();
    }

    private static String labelled(String series, String service) {
        String target = "job=\"vigil-%s\",instance=\"one\"".formatted(service);
        return series.endsWith("}")
                ? series.substring(0, series.length() - 1) + "," + target + "}"
                : series + "{" + target + "}";
    }
}
