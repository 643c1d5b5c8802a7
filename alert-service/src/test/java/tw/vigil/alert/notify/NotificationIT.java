package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tw.vigil.alert.stand.FindingBuilder.finding;
import static tw.vigil.alert.stand.FindingBuilder.unique;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.stand.AlertApi;
import tw.vigil.alert.stand.AlertStand;
import tw.vigil.alert.stand.Broker;
import tw.vigil.alert.stand.HookReceiver;
import tw.vigil.alert.stand.HookReceiver.Call;
import tw.vigil.event.Topics;

@QuarkusTest
@WithTestResource(AlertStand.class)
class NotificationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AlertApi analyst = AlertApi.as(AlertStand.ANALYST);
    private final DataSource database;
    private final TextRetention retention;
    private final ObjectMapper json;
    private final String bootstrapServers;
    private final int hookPort;
    private final int mailPort;
    private MailServer mail;
    private HookReceiver hook;
    private Broker broker;

    NotificationIT(
            DataSource database,
            TextRetention retention,
            ObjectMapper json,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "stand.hook.port") int hookPort,
            @ConfigProperty(name = "quarkus.mailer.port") int mailPort) {
        this.database = database;
        this.retention = retention;
        this.json = json;
        this.bootstrapServers = bootstrapServers;
        this.hookPort = hookPort;
        this.mailPort = mailPort;
    }

    @BeforeEach
    void listen() {
        broker = new Broker(bootstrapServers);
        hook = new HookReceiver(hookPort);
        mail = MailServer.start(mailPort);
    }

    @AfterEach
    void close() {
        mail.stop();
        hook.close();
        broker.close();
    }

    @Test
    void everyMemberOfTheUnitsGetsAMailInBothLanguages() throws MessagingException, IOException {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);

        await().atMost(PATIENCE).until(() -> mails(id).size() == 4);

        List<MimeMessage> mails = mails(id);
        assertThat(mails.stream().map(NotificationIT::recipient))
                .containsExactlyInAnyOrder(
                        "soc@vigil.example",
                        "cloud-governance@vigil.example",
                        "it@vigil.example",
                        "security@vigil.example");
        MimeMessage first = mails.getFirst();
        assertThat(first.getSubject())
                .isEqualTo("[Vigil][嚴重 CRITICAL] AWS-01 稽核軌跡停用或刪除 / Trail stopped or deleted " + id);
        String body = (String) first.getContent();
        assertThat(body)
                .contains("/alerts/" + id)
                .contains("selection: eventName = StopLogging")
                .contains("負責單位 / Responsible unit: SOC")
                .contains(actor)
                .contains(analyst.alert(id).getString("events[0].raw_sha256"));
        assertThat(first.getMessageID()).isEqualTo("<" + messageId(id, recipient(first)) + "@vigil.invalid>");
    }

    @Test
    void aTitleCannotForgeAHeader() throws MessagingException {
        String actor = unique("mallory");
        broker.send(finding()
                .by(actor)
                .titled("Innocent\r\nBcc: victim@vigil.example\r\n\r\nforged body")
                .build());
        String id = analyst.awaitOpen(actor);

        await().atMost(PATIENCE).until(() -> !mails(id).isEmpty());

        MimeMessage message = mails(id).getFirst();
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getSubject()).contains("Innocent Bcc: victim@vigil.example");
    }

    @Test
    void theHookIsSignedAndCarriesTheTrace() throws IOException {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);

        await().atMost(PATIENCE).until(() -> hook.calls(actor).size() == 1);

        Call call = hook.calls(actor).getFirst();
        long timestamp = Long.parseLong(call.headers().get("webhook-timestamp"));
        assertThat(call.headers())
                .containsEntry(
                        "webhook-signature",
                        new WebhookSignature(AlertStand.HOOK_SECRET)
                                .sign(call.header("webhook-id"), Instant.ofEpochSecond(timestamp), call.body()));
        assertThat(call.headers().get("traceparent")).contains(Broker.TRACE_ID);
        var body = json.readTree(call.body());
        assertThat(body.at("/type").textValue()).isEqualTo("alert.opened");
        assertThat(body.at("/data/alert_id").textValue()).isEqualTo(id);
        assertThat(body.at("/data/link").textValue()).endsWith("/alerts/" + id);
        assertThat(body.at("/data/title_zh").textValue()).isEqualTo("稽核軌跡停用或刪除");
    }

    @Test
    void aHookThatIsDownIsTriedAgainUnderTheSameId() {
        String actor = unique("mallory");
        hook.answer(503);
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        await().atMost(PATIENCE).until(() -> hook.calls(actor).size() >= 2);

        hook.answer(204);

        await().atMost(PATIENCE)
                .until(() -> "delivered".equals(delivery(id, "webhook").get("state")));
        assertThat(hook.calls(actor).stream()
                        .map(call -> call.headers().get("webhook-id"))
                        .distinct())
                .hasSize(1);
        assertThat(analyst.deliveries(id).getList("find { it.channel == 'webhook' }.receipts.reply", String.class))
                .startsWith("HTTP 503")
                .endsWith("HTTP 204");
    }

    @Test
    void aRedirectIsNotFollowed() {
        String actor = unique("mallory");
        hook.answer(302);
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        await().atMost(PATIENCE).until(() -> !hook.calls(actor).isEmpty());

        hook.answer(204);

        await().atMost(PATIENCE)
                .until(() -> "delivered".equals(delivery(id, "webhook").get("state")));
        assertThat(hook.calls(actor)).allMatch(call -> call.path().equals("/hooks"));
    }

    @Test
    void aMessageOfADispatcherThatDiedIsSentWhenItsLeaseEnds() throws SQLException {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        await().atMost(PATIENCE)
                .until(() -> "delivered".equals(delivery(id, "webhook").get("state")));

        String orphan = unique("msg_orphan");
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        INSERT INTO outbox (message_id, alert, kind, channel, recipient, payload, received_at, created_at,
                            next_attempt_at, attempts, leased_until)
                        SELECT ?, alert, kind, channel, recipient, payload, now(), now(), now(), 1,
                            now() + interval '2 seconds'
                        FROM outbox o JOIN alert a ON a.number = o.alert
                        WHERE channel = 'webhook' AND a.search_text LIKE ? LIMIT 1
                        """)) {
            statement.setString(1, orphan);
            statement.setString(2, "%" + actor + "%");
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }

        await().atMost(PATIENCE)
                .until(() -> hook.calls(actor).stream()
                        .anyMatch(call -> orphan.equals(call.headers().get("webhook-id"))));
        await().atMost(PATIENCE)
                .until(() -> analyst.deliveries(id)
                        .getString("find { it.message_id == '" + orphan + "' }.state")
                        .equals("delivered"));
        assertThat(analyst.deliveries(id).getInt("find { it.message_id == '" + orphan + "' }.attempts"))
                .isEqualTo(2);
    }

    @Test
    void aNotificationThatDiesBecomesAnAlertItself() {
        String actor = unique("mallory");
        hook.answer(500);
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);

        await().atMost(Duration.ofSeconds(40))
                .until(() -> "dead".equals(delivery(id, "webhook").get("state")));

        assertThat(analyst.timeline(id).getList("step")).contains("notification_dead");
        String about = "status=open&rule=PR-13&q=127.0.0.1:" + hookPort;
        await().atMost(PATIENCE)
                .until(() -> analyst.list(about).getList("items").size() == 1);
        assertThat(analyst.list(about).getString("items[0].unit")).isEqualTo("IT");
    }

    @Test
    void whatComesInTheQuietPeriodIsToldOnceAtItsEndWithTheExactCount() {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        await().atMost(PATIENCE).until(() -> hook.calls(actor).size() == 1);

        broker.send(finding().by(actor).count(3).build());
        broker.send(finding().by(actor).count(4).build());

        await().atMost(PATIENCE).until(() -> hook.calls(actor).size() == 2);
        Call grouped = hook.calls(actor).getLast();
        assertThat(grouped.body()).contains("\"type\":\"alert.grouped\"").contains("\"new_events\":7");
        assertThat(analyst.alert(id).getLong("count")).isEqualTo(8);
    }

    @Test
    void everyStepGoesToKafkaInOrder() throws IOException {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        analyst.act(id, "acknowledge", "{}").then().statusCode(200);
        analyst.act(id, "close", "{\"verdict\":\"true_positive\",\"comment\":\"contained\"}")
                .then()
                .statusCode(200);

        var steps = broker.read(Topics.ALERTS, 3, received -> id.equals(received.key()));

        assertThat(steps).hasSize(3);
        List<String> names =
                steps.stream().map(step -> text(step.value(), "/unmapped/step")).toList();
        assertThat(names).containsExactly("opened", "acknowledged", "closed");
        assertThat(text(steps.getLast().value(), "/verdict")).isEqualTo("true_positive");
        assertThat(json.readTree(steps.getFirst().value()).at("/class_uid").intValue())
                .isEqualTo(2004);
    }

    @Test
    void theTextOfAnOldMessageGoesAndItsReceiptStays() throws SQLException {
        String actor = unique("mallory");
        broker.send(finding().by(actor).build());
        String id = analyst.awaitOpen(actor);
        await().atMost(PATIENCE)
                .until(() -> "delivered".equals(delivery(id, "webhook").get("state")));
        long number = Long.parseLong(id.substring(2));
        assertThat(texts(number)).isPositive();

        retention.prune();
        assertThat(texts(number)).isPositive();
        assertThat(execute("UPDATE outbox SET finished_at = finished_at - interval '31 days'"
                        + " WHERE state = 'delivered' AND alert = " + number))
                .isPositive();
        retention.prune();

        assertThat(texts(number)).isZero();
        assertThat(delivery(id, "webhook").get("state")).isEqualTo("delivered");
        assertThat(analyst.deliveries(id).getList("find { it.channel == 'webhook' }.receipts.reply", String.class))
                .contains("HTTP 204");
        assertThat(RestAssured.get("/q/metrics").asString()).contains("vigil_notification_texts_pruned_total");
    }

    private long texts(long alert) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(payload) FROM outbox WHERE state = 'delivered'"
                        + " AND kind <> 'step' AND alert = " + alert)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private int execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private String text(byte[] value, String pointer) {
        try {
            return json.readTree(new String(value, StandardCharsets.UTF_8))
                    .at(pointer)
                    .textValue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> delivery(String id, String channel) {
        return analyst.deliveries(id).getMap("find { it.channel == '" + channel + "' }");
    }

    private String messageId(String id, String recipient) {
        return analyst.deliveries(id).getString("find { it.recipient == '" + recipient + "' }.message_id");
    }

    private List<MimeMessage> mails(String alertId) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> alertId.equals(header(message, "X-Vigil-Alert")))
                .toList();
    }

    private static String header(MimeMessage message, String name) {
        try {
            return String.valueOf(message.getHeader(name, ","));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String recipient(MimeMessage message) {
        return header(message, "To");
    }
}
