package tw.vigil.teststand;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/// Whether a Docker engine answers.
final class Docker {

    private static final boolean AVAILABLE =
            hasAddress() && DockerClientFactory.instance().isDockerAvailable();

    private Docker() {}

    static boolean isAvailable() {
        return AVAILABLE;
    }

    // Testcontainers tries every way to reach an engine and logs a page of errors when there is none.
    private static boolean hasAddress() {
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
    }
}
