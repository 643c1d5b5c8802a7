package tw.vigil.ingest.m365;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;

/// The token of an application (OAuth 2 client credentials), fetched again before it ends. Thread-safe.
final class AccessToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final int LARGEST_ANSWER = 64 << 10;

    private final M365Config.Tenant settings;
    private final HttpClient http;
    private String token = "";
    private Instant end = Instant.MIN;

    AccessToken(M365Config.Tenant settings, HttpClient http) {
        this.settings = settings;
        this.http = http;
    }

    synchronized String get() throws IOException, InterruptedException {
        if (Instant.now().isAfter(end)) {
            fetch();
        }
        return token;
    }

    /// The API did not accept it.
    synchronized void forget(String refused) {
        if (token.equals(refused)) {
            end = Instant.MIN;
        }
    }

    private void fetch() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + ManagementApi.encoded(settings.clientId())
                + "&client_secret="
                + ManagementApi.encoded(
                        Files.readString(settings.clientSecretFile()).strip())
                + "&scope=" + ManagementApi.encoded(settings.api() + "/.default");
        var request = HttpRequest.newBuilder(URI.create(
                        settings.login() + "/" + ManagementApi.encoded(settings.tenant()) + "/oauth2/v2.0/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status != 200) {
                throw new ApiException(
                        status == 429
                                ? ApiException.Kind.THROTTLED
                                : status < 500 ? ApiException.Kind.DENIED : ApiException.Kind.FAILED,
                        "no token was handed out: " + status,
                        ManagementApi.retryAfter(response));
            }
            JsonNode answer = JSON.readTree(body.readNBytes(LARGEST_ANSWER));
            token = answer.path("access_token").asText();
            end = Instant.now().plusSeconds(answer.path("expires_in").asLong(0)).minus(MARGIN);
        }
    }
}
