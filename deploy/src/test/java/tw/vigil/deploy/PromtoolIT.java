package tw.vigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromtoolIT {
    @BeforeAll
    static void needsPromtool() {
        assumeTrue(DeployFiles.installed("promtool"), "promtool is not installed (Debian package prometheus)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check config prometheus.yml", "check rules alerts.yml", "test rules alerts.test.yml"})
    void promtoolAccepts(String arguments) throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder(("promtool " + arguments).split(" "))
                .directory(DeployFiles.FOLDER.resolve("prometheus").toFile())
                .redirectErrorStream(true)
                .start();

        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(output).isZero();
    }
}
