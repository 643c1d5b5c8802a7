package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.stack.PortBook.Owner;

/// Talks to the services of an installation.
final class ServiceClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private final Installation installation;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    ServiceClient(Installation installation) {
        this.installation = installation;
    }

    /// What a service has counted.
    JsonNode accounting(Owner service) throws IOException, InterruptedException {
        return call(request(service, "/v1/accounting").GET().build());
    }

    /// Reads from the alert service.
    JsonNode get(String path) throws IOException, InterruptedException {
        return call(signedIn(path).GET().build());
    }

    /// Does something in the alert service.
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return call(signedIn(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
    }

    /// What lies where in the ledger of the ingest service.
    JsonNode ledger() throws IOException, InterruptedException {
        return call(request(Owner.INGEST, "/v1/ledger?hours=0").GET().build());
    }

    /// Asks the ingest service as its operator.
    ///
    /// @param body what to post; null to read
    JsonNode operate(String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        String token = System.getenv("VIGIL_OPERATOR_TOKEN");
        var request = request(Owner.INGEST, path)
                .timeout(Duration.ofMinutes(5))
                .header(
                        "Authorization",
                        "Bearer " + (token == null ? installation.secrets().operatorToken() : token));
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        }
        var response = send(request.build());
        if (response.statusCode() / 100 != 2) {
            throw new CommandFailedException(problem(response));
        }
        return JSON.readTree(response.body());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(Owner service, String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(installation.ports().address(service) + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json");
    }

    private HttpRequest.Builder signedIn(String path) throws IOException {
        String user = environment("VIGIL_USER", "analyst");
        String password = System.getenv("VIGIL_PASSWORD");
        if (password == null) {
            password = installation.secrets().firstPassword(user);
        }
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return request(Owner.CONSOLE, path).header("Authorization", "Basic " + pair);
    }

    private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
        var response = send(request);
        int status = response.statusCode();
        if (status == 401) {
            throw new CommandFailedException("the alert service did not take the password:"
                    + " set VIGIL_USER and VIGIL_PASSWORD when it was changed");
        }
        if (status / 100 != 2) {
            throw new CommandFailedException(problem(response));
        }
        return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    /// What a refusal says, in one line.
    static String problem(HttpResponse<String> response) {
        String said = response.body().strip();
        try {
            JsonNode problem = JSON.readTree(response.body());
            String title = problem.path("title").asText("");
            String detail = problem.path("detail").asText("");
            said = (title + (title.isEmpty() || detail.isEmpty() ? "" : ": ") + detail).strip();
        } catch (IOException _) {
            // Not JSON: what was said is shown as it is.
        }
        String text = said.length() > 300 ? said.substring(0, 300) + "…" : said;
        return "HTTP " + response.statusCode() + (text.isEmpty() ? "" : " " + text);
    }

    private static String environment(String name, String otherwise) {
        @Nullable String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
