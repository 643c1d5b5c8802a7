package tw.vigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeTest {
    private static final List<String> OURS = List.of("ingest", "evaluator", "alert");
    private final JsonNode compose = DeployFiles.yaml("compose.yaml");

    @Test
    void mountedFilesAndNamedVolumesExist() {
        compose.get("services").properties().forEach(service -> {
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                if (source.startsWith("./secrets/")) {
                    assertThat(DeployFiles.text(DeployFiles.FOLDER.resolve("make-secrets")))
                            .as("make-secrets makes %s", source)
                            .contains(source.substring(2));
                } else if (source.startsWith("./")) {
                    assertThat(DeployFiles.FOLDER.resolve(source)).exists();
                } else {
                    assertThat(compose.get("volumes").has(source))
                            .as("volume %s", source)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void dependenciesAreServices() {
        compose.get("services").forEach(service -> {
            JsonNode needs = service.path("depends_on");
            List<String> names = new ArrayList<>();
            needs.fieldNames().forEachRemaining(names::add);
            needs.forEach(name -> {
                if (name.isTextual()) {
                    names.add(name.asText());
                }
            });
            assertThat(names)
                    .allSatisfy(name ->
                            assertThat(compose.get("services").has(name)).isTrue());
        });
    }

    @Test
    void ourServicesAreBuiltFromModulesThatExist() {
        for (String name : OURS) {
            JsonNode build = compose.at("/services/" + name + "/build");
            Path context = DeployFiles.FOLDER.resolve(build.get("context").asText());

            assertThat(context.resolve(build.get("dockerfile").asText())).exists();
            assertThat(context.resolve(build.at("/args/SERVICE").asText()).resolve("pom.xml"))
                    .exists();
        }
    }

    @Test
    void ourServicesRunWithoutPrivileges() {
        String text = DeployFiles.text(DeployFiles.FOLDER.resolve("compose.yaml"));
        JsonNode service = compose.get("x-service");

        assertThat(service.get("read_only").asBoolean()).isTrue();
        assertThat(service.get("cap_drop").get(0).asText()).isEqualTo("ALL");
        assertThat(service.get("security_opt").get(0).asText()).isEqualTo("no-new-privileges:true");
        assertThat(Pattern.compile("<<: \\*service\\b").matcher(text).results()).hasSize(OURS.size());
    }

    @Test
    void portsAreOpenOnLoopbackOnly() {
        compose.get("services")
                .forEach(service -> service.path("ports")
                        .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void noSecretStandsInTheFile() {
        compose.get("services")
                .forEach(service -> service.path("environment").properties().forEach(entry -> {
                    if (entry.getKey().contains("PASSWORD")) {
                        assertThat(entry.getValue().asText())
                                .as(entry.getKey())
                                .startsWith("${")
                                .contains(":?");
                    }
                }));
    }

    @Test
    void prometheusScrapesEveryServiceByItsName() {
        TreeSet<String> targets = new TreeSet<>();
        DeployFiles.yaml("prometheus/prometheus.yml")
                .get("scrape_configs")
                .forEach(job -> targets.add(job.get("job_name").asText() + " "
                        + job.at("/static_configs/0/targets/0").asText()));

        assertThat(targets)
                .contains("vigil-ingest ingest:8080", "vigil-evaluator evaluator:8080", "vigil-alert alert:8080");
    }

    @Test
    void containerfileCopiesTheLayersOfAServiceThatIsBuilt() {
        List<String> copied = DeployFiles.text(DeployFiles.FOLDER.resolve("Containerfile"))
                .lines()
                .filter(line -> line.startsWith("COPY "))
                .map(line -> line.replaceFirst("COPY \\S+ \\$\\{SERVICE}/target/quarkus-app/(\\S+) .*", "$1"))
                .toList();
        assertThat(copied).containsExactly("lib/", "*.jar", "app/", "quarkus/");

        for (String service : List.of("ingest-service", "evaluator-service", "alert-service")) {
            Path app = DeployFiles.PROJECT.resolve(service).resolve("target/quarkus-app");
            if (Files.isDirectory(app)) {
                assertThat(app.resolve("quarkus-run.jar")).exists();
                assertThat(List.of("lib", "app", "quarkus"))
                        .allSatisfy(layer -> assertThat(app.resolve(layer)).isDirectory());
            }
        }
    }

    @Test
    void containerRunsAsAnOrdinaryUserOnABaseThatCanBeReplaced() {
        String text = DeployFiles.text(DeployFiles.FOLDER.resolve("Containerfile"));

        assertThat(text).contains("ARG BASE_IMAGE=eclipse-temurin:25-jre", "FROM ${BASE_IMAGE}", "USER 10001:0");
    }
}
