package tw.vigil.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;

/// The built evaluator-service as a process, with default settings.
final class BenchedEvaluator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port = Ports.free();
    private final ProcessBuilder builder;
    private final Path log;
    private @Nullable Process process;

    /// @param folder for its state and its log, of its own
    BenchedEvaluator(String bootstrapServers, Path folder, Path rules, String heap) {
        Path jar = Java.buildFolder().resolve("../../evaluator-service/target/quarkus-app/quarkus-run.jar");
        log = folder.resolve("evaluator.log");
        builder = new ProcessBuilder(
                        Java.program(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        jar.normalize().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        var environment = builder.environment();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("VIGIL_EVALUATOR_STATE_DIR", folder.resolve("state").toString());
        environment.put("VIGIL_RULES_DIR", rules.toString());
        environment.put("VIGIL_LOG_JSON", "false");
        // a process that is held answers nobody
        environment.put("VIGIL_EVALUATOR_SESSION_TIMEOUT", "PT5M");
        // they are not what is measured
        environment.put("VIGIL_EVALUATOR_CANARY_INTERVAL", "PT0S");
    }

    void start() throws IOException, InterruptedException {
        process = builder.start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (status("/q/health/started") != 200) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IOException("the evaluator did not start:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    /// Holds the process where it is, so that events can gather while it stays warm. It must have nothing to do.
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /// Lets it go on.
    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        if (running == null
                || new ProcessBuilder("kill", name, Long.toString(running.pid()))
                                .start()
                                .waitFor()
                        != 0) {
            throw new IOException("the evaluator cannot be sent " + name);
        }
    }

    long residentMiB() throws IOException {
        Process running = process;
        if (running == null) {
            return 0;
        }
        return Files.readAllLines(Path.of("/proc", Long.toString(running.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /// Events evaluated in the partitions that it has; 0 while it does not tell.
    long evaluated() throws InterruptedException {
        try {
            HttpResponse<String> answer = get("/v1/accounting");
            if (answer.statusCode() != 200) {
                return 0;
            }
            long sum = 0;
            for (JsonNode source : json.readTree(answer.body()).path("sources")) {
                sum += source.path("evaluated").asLong();
            }
            return sum;
        } catch (IOException _) {
            return 0; // it is starting
        }
    }

    private int status(String path) throws InterruptedException {
        try {
            return get(path).statusCode();
        } catch (IOException _) {
            return -1;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(15))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        http.close();
    }
}
