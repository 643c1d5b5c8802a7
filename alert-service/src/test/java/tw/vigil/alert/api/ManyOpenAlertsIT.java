package tw.vigil.alert.api;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.alert.stand.FindingBuilder.finding;
import static tw.vigil.alert.stand.FindingBuilder.unique;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tw.vigil.alert.alerts.AlertId;
import tw.vigil.alert.alerts.AlertQueries;
import tw.vigil.alert.stand.AlertApi;
import tw.vigil.alert.stand.AlertStand;
import tw.vigil.alert.stand.Broker;

/// Measures status changes and lists beside 100,000 open alerts, over REST with password check, and writes the
/// percentiles to the log. Runs only with `-Dvigil.bench`:
/// `mvn -pl alert-service -am verify -Dit.test=ManyOpenAlertsIT -Dvigil.bench`.
@QuarkusTest
@WithTestResource(AlertStand.class)
@EnabledIfSystemProperty(named = "vigil.bench", matches = "true|^$", disabledReason = "a measurement, not a test")
class ManyOpenAlertsIT {
    private static final Logger LOG = Logger.getLogger(ManyOpenAlertsIT.class);
    private static final int ALERTS = 100_000;
    private static final int WARM_UP = 200;
    private static final int CHANGES = 1_000;
    private static final int LISTS = 200;
    private static final Duration STATUS_CHANGE_AT_MOST = Duration.ofMillis(300);

    private final AlertApi analyst = AlertApi.as(AlertStand.ANALYST);
    private final DataSource database;
    private final AlertQueries queries;
    private final String bootstrapServers;

    ManyOpenAlertsIT(
            DataSource database,
            AlertQueries queries,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.database = database;
        this.queries = queries;
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void aStatusChangeIsQuickAmongAHundredThousandOpenAlerts() throws SQLException {
        long first = multiply(template());

        measure("acknowledge (warm-up)", WARM_UP, i -> act(first + i, "acknowledge"));
        Percentiles change = measure("acknowledge", CHANGES, i -> act(first + WARM_UP + i, "acknowledge"));
        measure("start", CHANGES, i -> act(first + WARM_UP + i, "start"));
        measure("list of open alerts, 50", LISTS, _ -> analyst.list("status=open&limit=50"));
        measure(
                "list by level, unit and rule, 50",
                LISTS,
                _ -> analyst.list("status=new&level=critical&unit=SOC&rule=AWS-01&limit=50"));
        measure(
                "list deep down, 50",
                LISTS,
                i -> analyst.list("status=open&limit=50&before=" + AlertId.of(first + 500 + i)));
        measure("search of a text that one alert has", LISTS, i -> analyst.list("q=user-" + (70_000 + i) + "-"));
        measure("search of a text that none has", LISTS, _ -> analyst.list("q=nowhere-to-be-found"));
        measure("one alert", LISTS, i -> analyst.alert(AlertId.of(first + i)));
        measure(
                "numbers above the list",
                LISTS,
                _ -> assertThat(queries.counts().open()).isNotEmpty());

        assertThat(change.p95()).isLessThanOrEqualTo(STATUS_CHANGE_AT_MOST);
    }

    private void act(long number, String action) {
        analyst.act(AlertId.of(number), action, "{\"comment\":\"measured\"}")
                .then()
                .statusCode(200);
    }

    private record Percentiles(Duration p50, Duration p95, Duration p99, Duration max) {}

    private static Percentiles measure(String what, int times, IntConsumer action) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            action.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        var percentiles = new Percentiles(at(nanos, 0.5), at(nanos, 0.95), at(nanos, 0.99), at(nanos, 1));
        LOG.infof(
                "measured %s n=%d p50=%s p95=%s p99=%s max=%s ms",
                what,
                times,
                millis(percentiles.p50()),
                millis(percentiles.p95()),
                millis(percentiles.p99()),
                millis(percentiles.max()));
        return percentiles;
    }

    private static Duration at(long[] sorted, double share) {
        return Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))]);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }

    /// An alert as the service itself makes it, with its notifications delivered or not.
    private long template() {
        String actor = unique("mallory");
        try (var broker = new Broker(bootstrapServers)) {
            broker.send(finding().by(actor).build());
            return Long.parseLong(analyst.awaitOpen(actor).substring(2));
        }
    }

    /// Copies the alert with its finding, timeline and five finished messages each; the number of the first copy.
    private long multiply(long template) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TEMP TABLE made AS SELECT nextval('alert_number') AS number, n FROM"
                    + " generate_series(1, " + ALERTS + ") n");
            for (String sql : new String[] {"""
                INSERT INTO alert (number, dedupe_key, status, severity, unit, copies, rule_id, rule_key, rule_name,
                    rule, title, title_zh, clauses, tags, group_fields, entities, reasons, search_text, event_count,
                    finding_count, first_event, last_event, created_at, updated_at, received_at, notified_at)
                SELECT m.number, 'bench-' || m.number, 'new', 1 + m.n %% 5, (ARRAY['SOC', 'IT', 'SEC', 'DPO'])[1 + m.n %% 4],
                    copies, rule_id, rule_key, rule_name, rule, title, title_zh, clauses, tags, group_fields, entities,
                    reasons, 'user-' || m.n || '- ' || search_text, event_count, finding_count, first_event, last_event,
                    created_at, updated_at, received_at, notified_at
                FROM alert a, made m WHERE a.number = %d
                """, """
                INSERT INTO finding SELECT 'bench-' || m.number, revision, event_count, actor, payload, f.received_at,
                    f.updated_at
                FROM alert_finding l JOIN finding f USING (finding_id), made m WHERE l.alert = %d
                """, """
                INSERT INTO alert_finding SELECT m.number, 'bench-' || m.number, now() FROM made m WHERE %d > 0
                """, """
                INSERT INTO timeline_entry (alert, at, step, who, details)
                SELECT m.number, at, step, who, details FROM timeline_entry t, made m WHERE t.alert = %d
                """, """
                INSERT INTO outbox (message_id, alert, kind, channel, recipient, payload, state, attempts, received_at,
                    created_at, next_attempt_at, finished_at)
                SELECT message_id || '-copy-' || m.number, m.number, kind, channel, recipient, left(payload, 500),
                    'delivered', 1, received_at, created_at, created_at, created_at
                FROM outbox o, made m WHERE o.alert = %d
                """}) {
                statement.execute(String.format(Locale.ROOT, sql, template));
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("ANALYZE");
            try (var row = statement.executeQuery("SELECT min(number), max(number) FROM made")) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }
}
