package tw.vigil.rulecli.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tw.vigil.rules.proof.PackException;

/// A running evaluator-service, as options of a command. Without options it is the one that `./vigil up` started.
public final class Evaluator {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String STATE = "VIGIL_HOME";
    private static final String ENGINEER = "engineer";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:VIGIL_EVALUATOR_URL}",
            description = "Address of an evaluator-service (default: the one that './vigil up' started).")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:VIGIL_RULES_TOKEN_FILE}",
            description = "Where your token lies (default: that of the first engineer of './vigil up').")
    private @Nullable Path tokenFile;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// @throws PackException when it does not answer, or refuses
    public JsonNode get(String path) {
        return accepted(send(request(path).GET()));
    }

    /// Sends a body; a refusal is an answer, too.
    public Answer post(String path, ObjectNode body) {
        HttpResponse<String> response = send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        return new Answer(response.statusCode(), json(response));
    }

    /// @param body an empty object when there was none
    public record Answer(int status, JsonNode body) {
        public boolean accepted() {
            return status / 100 == 2;
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new PackException("nobody answers at " + address() + ": is Vigil running?", e);
        } catch (IOException e) {
            throw new PackException("the evaluator at " + address() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PackException("interrupted", e);
        }
    }

    private static JsonNode accepted(HttpResponse<String> response) {
        JsonNode body = json(response);
        if (response.statusCode() / 100 != 2) {
            throw new PackException(said(response.statusCode(), body));
        }
        return body;
    }

    /// What a refusal says, in one line.
    public static String said(int status, JsonNode problem) {
        String title = problem.path("title").asText("");
        String detail = problem.path("detail").asText("");
        return title.isEmpty() ? "HTTP " + status : title + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return response.body().isBlank() ? object() : JSON.readTree(response.body());
        } catch (IOException _) {
            return object();
        }
    }

    private String address() {
        if (url != null && !url.isBlank()) {
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        return "http://127.0.0.1:" + port("evaluator");
    }

    /// The port of a process that `./vigil up` started.
    ///
    /// @throws PackException when it never did
    static String port(String owner) {
        Path ports = state().resolve("ports");
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(ports)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new PackException(
                    "Vigil was not started here yet: './vigil up' starts it; --url and --bootstrap-servers name another",
                    e);
        }
        return properties.getProperty(owner);
    }

    private String token() {
        Path file = tokenFile != null && !tokenFile.toString().isBlank()
                ? tokenFile
                : state().resolve("secrets/engineers").resolve(ENGINEER);
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new PackException(file + " holds no token"));
        } catch (IOException e) {
            throw new PackException("the token cannot be read: " + e + "; --token-file names another file", e);
        }
    }

    private static Path state() {
        String chosen = System.getenv(STATE);
        return Path.of(chosen == null || chosen.isBlank() ? ".vigil" : chosen);
    }
}
