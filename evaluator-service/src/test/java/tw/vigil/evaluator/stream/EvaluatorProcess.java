package tw.vigil.evaluator.stream;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;

/// The built service as a process of its own, so that a test can end it as an outage would.
final class EvaluatorProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port = Ports.free();
    private final String bootstrapServers;
    private final String applicationId;
    private final Path stateDir;
    private final @Nullable Path rulesDir;
    private final Path log;
    private final List<String> options =
            new ArrayList<>(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    private final Map<String, String> variables = new HashMap<>();
    private @Nullable Process process;

    /// @param rulesDir null for the built-in pack
    EvaluatorProcess(String bootstrapServers, String applicationId, Path stateDir, @Nullable Path rulesDir) {
        this.bootstrapServers = bootstrapServers;
        this.applicationId = applicationId;
        this.stateDir = stateDir;
        this.rulesDir = rulesDir;
        this.log = Path.of("target", applicationId + ".log");
    }

    /// Sets a variable of the environment.
    EvaluatorProcess with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /// Takes these options of the JVM instead of those that a test does well with.
    EvaluatorProcess withJvm(List<String> instead) {
        options.clear();
        options.addAll(instead);
        return this;
    }

    EvaluatorProcess start() throws IOException {
        List<String> command = new ArrayList<>(List.of(Java.program()));
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        var environment = builder.environment();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("VIGIL_EVALUATOR_APPLICATION_ID", applicationId);
        environment.put("VIGIL_EVALUATOR_STATE_DIR", stateDir.toString());
        if (rulesDir != null) {
            environment.put("VIGIL_RULES_DIR", rulesDir.toString());
        }
        environment.put("VIGIL_LOG_JSON", "false");
        environment.putAll(variables);
        process = builder.start();
        return this;
    }

    EvaluatorProcess awaitReady() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> status("/q/health/ready") == 200);
        return this;
    }

    /// As `kill -9` does.
    void kill() throws InterruptedException {
        running().destroyForcibly();
        running().waitFor();
    }

    /// As `kill` does.
    void terminate() throws InterruptedException {
        running().destroy();
        if (!running().waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the service did not stop within 30 s of SIGTERM");
        }
    }

    int awaitExit() throws InterruptedException {
        if (!running().waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the service did not end");
        }
        return running().exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /// Resident memory in MiB.
    long residentMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(running().pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException _) {
            return -1;
        }
    }

    String body(String path) throws IOException {
        return get(path).body();
    }

    JsonNode accounting() throws IOException {
        return json.readTree(body("/v1/accounting"));
    }

    /// Waits until nothing waits and that many records of a source are accounted for.
    JsonNode awaitAccounted(String source, long records) {
        return awaitAccounted(source, records, PATIENCE);
    }

    JsonNode awaitAccounted(String source, long records, Duration patience) {
        return Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(this::accounting, report -> {
                    JsonNode counts = report.path("sources").path(source);
                    long sum = counts.path("evaluated").asLong()
                            + counts.path("duplicates").asLong()
                            + counts.path("unreadable").asLong();
                    return report.path("waiting").asLong(-1) == 0 && sum >= records;
                });
    }

    /// Reads as somebody who has a token.
    JsonNode get(String path, String token) throws IOException {
        return json.readTree(
                send(request(path).header("Authorization", "Bearer " + token)).body());
    }

    /// Sends a body and demands how it is answered.
    JsonNode post(String path, String token, JsonNode body, int status) throws IOException {
        HttpResponse<String> response = send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (response.statusCode() != status) {
            throw new AssertionError(response.statusCode() + " instead of " + status + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws IOException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(15));
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        http.close();
    }
}
