package tw.vigil.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.Java;

/// One of the three services: how it is run.
///
/// @param heapMegabytes upper bound of the Java heap; the process takes about 100 MB on top
record ServiceProcess(String name, Path jar, int port, int heapMegabytes, Map<String, String> environment) {

    private static final long LARGEST_LOG = 32L << 20;

    static ServiceProcess of(Path project, String name, int port, int heapMegabytes, Map<String, String> environment) {
        Path jar = project.resolve(name + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new CannotStartException(
                    jar + " is missing: run './vigil up' from the project's folder, it builds what is missing");
        }
        return new ServiceProcess(name, jar, port, heapMegabytes, environment);
    }

    /// Starts the service and returns when it has started. Whether it has caught up is another question.
    ChildProcess start(StateFolder folder) throws IOException {
        Path log = folder.log(name);
        rotate(log);
        var variables = new HashMap<>(environment);
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        var child = ChildProcess.start(new ChildProcess.Spec(
                name,
                List.of(
                        Java.program(),
                        "-Xms32m",
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxMetaspaceSize=160m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString()),
                variables,
                folder.path(),
                log,
                folder.pid(name),
                "TERM",
                Duration.ofSeconds(25)));
        try {
            child.await(() -> Health.live(port), ChildProcess.startLimit());
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
        return child;
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
