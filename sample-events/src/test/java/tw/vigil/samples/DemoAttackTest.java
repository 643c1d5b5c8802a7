package tw.vigil.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoAttackTest {
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "{\"received\":1,\"accepted\":1,\"quarantined\":0,\"problems\":[]}";

    DemoAttackTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startServer() {
        server.createContext("/v1/events/", exchange -> {
            bodies.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void playsTheWholeStory() throws InterruptedException {
        int exit = attack();

        assertThat(exit).isZero();
        assertThat(bodies).hasSize(AttackStory.steps(Instant.now()).size());
        assertThat(bodies).anyMatch(body -> body.startsWith("/v1/events/aws.cloudtrail Bearer t {\"Records\":["));
        assertThat(bodies)
                .anyMatch(body -> body.startsWith("/v1/events/kubernetes.audit Bearer t {\"kind\":\"Event\""));
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("AWS-01");
    }

    @Test
    void failsWhenIngestRefuses() throws InterruptedException {
        status = 403;

        assertThat(attack()).isEqualTo(1);
        assertThat(bodies).hasSize(1);
    }

    @Test
    void failsWhenIngestQuarantines() throws InterruptedException {
        answer = "{\"received\":2,\"accepted\":1,\"quarantined\":1,\"problems\":[]}";

        assertThat(attack()).isEqualTo(1);
    }

    @Test
    void missingTokenIsAUsageError() throws InterruptedException {
        int exit = DemoAttack.run(new String[] {"http://127.0.0.1:1"}, _ -> null, new PrintStream(printed, true));

        assertThat(exit).isEqualTo(2);
    }

    @Test
    void storyHasFreshIdsAndEndsNow() {
        var end = Instant.parse("2026-11-22T12:00:00Z");
        var ids = new HashSet<String>();
        int events = 0;
        var steps = AttackStory.steps(end);
        for (Step step : steps.subList(0, steps.size() - 1)) {
            for (byte[] json : step.records()) {
                var event = Json.parse(new String(json, StandardCharsets.UTF_8));
                String time = event.path("eventTime")
                        .asText(event.path("stageTimestamp").asText());
                assertThat(Instant.parse(time)).isBeforeOrEqualTo(end);
                ids.add(event.path("eventID").asText(event.path("auditID").asText()));
                events++;
            }
        }

        assertThat(events).isBetween(40, 80);
        assertThat(ids).hasSize(events);
    }

    private int attack() throws InterruptedException {
        return DemoAttack.run(
                new String[] {"http://127.0.0.1:" + server.getAddress().getPort()},
                _ -> "t",
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
