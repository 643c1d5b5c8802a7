package tw.vigil.alert.console;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.alert.stand.FindingBuilder.finding;
import static tw.vigil.alert.stand.FindingBuilder.unique;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.stand.AlertApi;
import tw.vigil.alert.stand.AlertStand;
import tw.vigil.alert.stand.Broker;

@QuarkusTest
@WithTestResource(AlertStand.class)
class ConsoleStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final DataSource database;

    @TestHTTPResource("/console/stream")
    URI stream = URI.create("/");

    ConsoleStreamIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, DataSource database) {
        this.database = database;
        this.bootstrapServers = bootstrapServers;
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(stream).timeout(PATIENCE);
    }

    private static String credentials() {
        var text = AlertStand.ANALYST + ":" + AlertStand.PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anOpenPageHearsOfEveryNewAlert() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var actor = unique("mallory");

        try (var client = HttpClient.newHttpClient();
                var broker = new Broker(bootstrapServers)) {
            var answer =
                    client.send(request().header("Authorization", credentials()).build(), BodyHandlers.ofLines());
            assertThat(answer.statusCode()).isEqualTo(200);
            var reader = Thread.startVirtualThread(() -> read(answer.body(), lines));
            Awaitility.await().atMost(PATIENCE).until(() -> lines.contains("event:hello"));

            broker.send(finding().by(actor).build());
            var id = AlertApi.as(AlertStand.ANALYST).awaitOpen(actor);

            Awaitility.await().atMost(PATIENCE).until(() -> lines.contains("data:" + id));
            client.shutdownNow();
            reader.join();
        }
    }

    @Test
    void anOpenPageHearsOfWhatAnotherInstanceChanged() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var actor = unique("mallory");

        try (var client = HttpClient.newHttpClient();
                var broker = new Broker(bootstrapServers)) {
            broker.send(finding().by(actor).build());
            var id = AlertApi.as(AlertStand.ANALYST).awaitOpen(actor);
            var answer =
                    client.send(request().header("Authorization", credentials()).build(), BodyHandlers.ofLines());
            var reader = Thread.startVirtualThread(() -> read(answer.body(), lines));
            Awaitility.await().atMost(PATIENCE).until(() -> lines.contains("event:hello"));
            // The entry about the notifications is this instance's own.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> AlertApi.as(AlertStand.ANALYST)
                            .timeline(id)
                            .getList("step")
                            .contains("notified"));
            lines.clear();
            changeElsewhere(id);

            Awaitility.await().atMost(PATIENCE).until(() -> lines.contains("data:" + id));
            client.shutdownNow();
            reader.join();
        }
    }

    private void changeElsewhere(String id) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        INSERT INTO timeline_entry (alert, at, step, who, details)
                        VALUES (?, now(), 'commented', 'analyst', '{}')
                        """)) {
            statement.setLong(1, Long.parseLong(id.substring(2)));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void read(Stream<String> body, List<String> lines) {
        try {
            body.forEach(lines::add);
        } catch (UncheckedIOException _) {
            // The test has closed its client.
        }
    }

    @Test
    void nobodyListensWithoutSigningIn() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request().build(), BodyHandlers.discarding());

            assertThat(answer.statusCode()).isNotEqualTo(200);
        }
    }
}
