package tw.vigil.ingest.s3queue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;

/// The built ingest-service in a process of its own, which can be killed.
public final class ServiceProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int port;

    private ServiceProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// With as little memory and compiling as on a small machine.
    ///
    /// @param settings keys of the configuration
    public static ServiceProcess start(Path folder, Map<String, String> settings) throws IOException {
        return start(folder, settings, List.of("-Xms32m", "-Xmx160m", "-XX:TieredStopAtLevel=1"));
    }

    /// @param settings keys of the configuration
    /// @param jvm options of the virtual machine
    public static ServiceProcess start(Path folder, Map<String, String> settings, List<String> jvm) throws IOException {
        int port = Ports.free();
        var command = new ArrayList<>(List.of(
                Java.program(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dvigil.ingest.protect.keys-dir=" + folder.resolve("keys"),
                "-Dvigil.ingest.protect.create-keys=true"));
        command.addAll(1, jvm);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()));
        var environment = new HashMap<String, String>();
        environment.put("AWS_ACCESS_KEY_ID", "key");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        environment.put("VIGIL_LOG_JSON", "false");
        var process = ChildProcess.start(new ChildProcess.Spec(
                "ingest",
                command,
                environment,
                folder,
                folder.resolve("ingest.log"),
                folder.resolve("ingest.pid"),
                "TERM",
                Duration.ofSeconds(20)));
        return new ServiceProcess(process, port);
    }

    public void kill() {
        process.kill();
    }

    public void awaitReady() {
        process.await(() -> get("/q/health/ready").equals("200"), ChildProcess.startLimit());
    }

    /// Resident memory in bytes, as Linux tells it.
    public long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.close();
    }

    private String get(String path) {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return Integer.toString(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
