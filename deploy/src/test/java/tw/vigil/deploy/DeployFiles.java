package tw.vigil.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The files of this folder, read for the tests.
final class DeployFiles {
    static final Path FOLDER = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    static final Path PROJECT = FOLDER.resolve("..").normalize();

    /// @param where where a person finds the expression
    record Query(String where, String expression) {
        @Override
        public String toString() {
            return where;
        }
    }

    private DeployFiles() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String file) {
        try {
            return new YAMLMapper().readTree(text(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static JsonNode dashboard(Path file) {
        try {
            return JsonMapper.builder().build().readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static List<Path> dashboards() {
        try (var files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> alertRules() {
        List<JsonNode> rules = new ArrayList<>();
        yaml("prometheus/alerts.yml")
                .get("groups")
                .forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    static List<Query> alertQueries() {
        return alertRules().stream()
                .map(rule -> new Query(
                        "alert rule " + rule.get("alert").asText(),
                        rule.get("expr").asText()))
                .toList();
    }

    static List<Query> dashboardQueries() {
        List<Query> queries = new ArrayList<>();
        for (Path file : dashboards()) {
            JsonNode dashboard = dashboard(file);
            for (JsonNode panel : dashboard.get("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries.add(new Query(
                            "panel \"%s\" %s"
                                    .formatted(
                                            panel.get("title").asText(),
                                            target.get("refId").asText()),
                            target.get("expr").asText()));
                }
            }
            for (JsonNode annotation : dashboard.at("/annotations/list")) {
                queries.add(new Query(
                        "annotation " + annotation.get("name").asText(),
                        annotation.get("expr").asText()));
            }
        }
        return queries;
    }

    /// The tool of Debian's package `prometheus`, when this machine has it.
    static boolean installed(String tool) {
        try {
            Process process = new ProcessBuilder(tool, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
