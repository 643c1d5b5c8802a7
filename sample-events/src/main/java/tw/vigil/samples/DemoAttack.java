package tw.vigil.samples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plays [AttackStory] into a running ingest-service over HTTP, as a cloud would. Argument: its base address.
/// Tokens come from the environment. Exit code 0 = all taken, 1 = ingest refused something or did not answer, 2
/// = called wrongly.
public final class DemoAttack {
    private static final Map<String, String> TOKEN_VARIABLES =
            Map.of(Step.CLOUDTRAIL, "VIGIL_TOKEN_AWS_CLOUDTRAIL", Step.KUBERNETES, "VIGIL_TOKEN_KUBERNETES_AUDIT");
    private static final int ATTEMPTS = 5;

    private final URI ingest;
    private final Map<String, String> tokens;
    private final PrintStream out;

    DemoAttack(URI ingest, Map<String, String> tokens, PrintStream out) {
        this.ingest = ingest;
        this.tokens = tokens;
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(arguments, System::getenv, out));
    }

    static int run(String[] arguments, Function<String, @Nullable String> environment, PrintStream out)
            throws InterruptedException {
        if (arguments.length != 1 || arguments[0].startsWith("-")) {
            out.println("usage: DemoAttack INGEST_BASE_URL   (tokens in VIGIL_TOKEN_AWS_CLOUDTRAIL and"
                    + " VIGIL_TOKEN_KUBERNETES_AUDIT)");
            return 2;
        }
        var tokens = new HashMap<String, String>();
        for (var variable : TOKEN_VARIABLES.entrySet()) {
            String token = environment.apply(variable.getValue());
            if (token == null || token.isBlank()) {
                out.println("environment variable " + variable.getValue() + " is not set");
                return 2;
            }
            tokens.put(variable.getKey(), token.strip());
        }
        URI base;
        try {
            base = URI.create(arguments[0].endsWith("/") ? arguments[0] : arguments[0] + "/");
        } catch (IllegalArgumentException e) {
            out.println("not an address: " + arguments[0]);
            return 2;
        }
        return new DemoAttack(base, tokens, out).play(AttackStory.steps(Instant.now())) ? 0 : 1;
    }

    /// @return false when ingest did not take a step whole
    boolean play(List<Step> steps) throws InterruptedException {
        int number = 0;
        int events = 0;
        try (var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            for (Step step : steps) {
                number++;
                String refusal = send(client, step);
                String rules = step.expected().isEmpty() ? "" : "  -> " + String.join(", ", step.expected());
                out.printf(
                        "%2d/%d  %-17s %3d  %s%s%n",
                        number, steps.size(), step.source(), step.records().size(), step.title(), rules);
                if (refusal != null) {
                    out.println("refused: " + refusal);
                    return false;
                }
                events += step.records().size();
            }
        }
        out.printf("%d events sent in %d steps%n", events, steps.size());
        return true;
    }

    private @Nullable String send(HttpClient client, Step step) throws InterruptedException {
        var request = HttpRequest.newBuilder(ingest.resolve("v1/events/" + step.source()))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + tokens.get(step.source()))
                .header(
                        "Content-Type",
                        step.source().equals(Step.CLOUDTRAIL) ? "application/json" : "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(step)))
                .build();
        String problem = "no answer";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                Thread.sleep(Duration.ofSeconds(attempt));
            }
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                problem = response.statusCode() == 200 ? quarantined(response.body()) : answer(response);
                if (response.statusCode() != 429 && response.statusCode() != 503) {
                    return problem;
                }
            } catch (IOException e) {
                problem = ingest + ": " + e;
            }
        }
        return problem;
    }

    private static String answer(HttpResponse<String> response) {
        return "HTTP " + response.statusCode() + " " + response.body();
    }

    private static @Nullable String quarantined(String body) {
        JsonNode answer = Json.parse(body);
        return answer.path("quarantined").asInt() == 0 ? null : body;
    }

    /// CloudTrail as the file that lies in S3, Kubernetes as one event per line, as its log backend writes.
    private static byte[] body(Step step) {
        if (step.source().equals(Step.CLOUDTRAIL)) {
            return join("{\"Records\":[", step.records(), ",", "]}");
        }
        return join("", step.records(), "\n", "\n");
    }

    private static byte[] join(String start, List<byte[]> records, String separator, String end) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(start.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                body.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
            }
            body.writeBytes(records.get(i));
        }
        body.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
