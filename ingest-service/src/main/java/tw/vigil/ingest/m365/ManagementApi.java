package tw.vigil.ingest.m365;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The activity feed of one tenant. Thread-safe.
final class ManagementApi {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    /// A page has a few hundred entries of 400 bytes.
    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int MOST_PAGES = 10_000;
    private static final String ALREADY_STARTED = "AF20024";
    private static final String EXPIRED = "AF20051";
    private static final String THROTTLED = "AF429";

    /// Records that can be fetched.
    ///
    /// @param uri of the API's own host
    record Content(String id, URI uri) {}

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI api;
    private final String feed;
    private final AccessToken token;

    ManagementApi(M365Config.Tenant settings) {
        api = settings.api();
        feed = api + "/api/v1.0/" + encoded(settings.tenant()) + "/activity/feed/subscriptions";
        token = new AccessToken(settings, http);
    }

    /// Asks for content of a type to be collected. That it is already is no problem.
    void start(String contentType) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(feed + "/start?contentType=" + encoded(contentType)))
                .POST(HttpRequest.BodyPublishers.noBody());
        try (InputStream _ = send(request).body()) {
            // Its content says only what was asked for.
        } catch (ApiException e) {
            if (!String.valueOf(e.getMessage()).contains(ALREADY_STARTED)) {
                throw e;
            }
        }
    }

    /// What became available in a span of at most a day, all pages.
    List<Content> list(String contentType, Instant from, Instant to) throws IOException, InterruptedException {
        List<Content> contents = new ArrayList<>();
        URI page = URI.create(feed + "/content?contentType=" + encoded(contentType) + "&startTime=" + TIME.format(from)
                + "&endTime=" + TIME.format(to));
        for (int pages = 0; page != null && pages < MOST_PAGES; pages++) {
            HttpResponse<InputStream> response =
                    send(HttpRequest.newBuilder(page).GET());
            try (InputStream body = response.body()) {
                for (JsonNode entry : JSON.readTree(body.readNBytes(LARGEST_ANSWER))) {
                    contents.add(new Content(
                            entry.path("contentId").asText(),
                            ofApi(entry.path("contentUri").asText())));
                }
            }
            String next = response.headers().firstValue("NextPageUri").orElse("");
            page = next.isEmpty() ? null : ofApi(next);
        }
        return contents;
    }

    /// The records of a content, an array.
    InputStream fetch(Content content) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(content.uri()).GET()).body();
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        String bearer = token.get();
        HttpResponse<InputStream> response = http.send(
                request.timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + bearer)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() / 100 == 2) {
            return response;
        }
        try (InputStream body = response.body()) {
            String code = code(body);
            if (response.statusCode() == 401) {
                token.forget(bearer);
            }
            throw new ApiException(
                    kind(response.statusCode(), code),
                    "the API answered " + response.statusCode() + " " + code,
                    retryAfter(response));
        }
    }

    private static ApiException.Kind kind(int status, String code) {
        if (status == 429 || code.equals(THROTTLED)) {
            return ApiException.Kind.THROTTLED;
        }
        if (code.equals(EXPIRED) || status == 404 || status == 410) {
            return ApiException.Kind.EXPIRED;
        }
        return status == 401 || status == 403 ? ApiException.Kind.DENIED : ApiException.Kind.FAILED;
    }

    /// The API's own code for a failure, as in `{"error":{"code":"AF20024","message":"…"}}`; the message is not
    /// repeated.
    private static String code(InputStream body) throws IOException {
        try {
            JsonNode answer = JSON.readTree(body.readNBytes(LARGEST_ANSWER));
            String code = answer.path("error").path("code").asText("");
            return code.matches("[A-Za-z0-9]{1,32}") ? code : "";
        } catch (JsonProcessingException _) {
            return "";
        }
    }

    static @Nullable Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }

    /// The token goes to the API and to nobody else, whatever an answer says.
    private URI ofApi(String address) throws ApiException {
        try {
            URI uri = URI.create(address);
            if (api.getScheme().equalsIgnoreCase(uri.getScheme())
                    && api.getHost().equalsIgnoreCase(uri.getHost())
                    && api.getPort() == uri.getPort()) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw new ApiException(
                ApiException.Kind.FAILED, "the API named an address that is not its own; accepted is " + api, null);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
