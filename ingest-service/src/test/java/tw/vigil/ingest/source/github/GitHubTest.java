package tw.vigil.ingest.source.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.record.Paths;
import tw.vigil.ingest.record.ReadResult;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class GitHubTest implements SourceContract {
    private static final String COMPLETE = """
            {"@timestamp": 1787220930123, "_document_id": "d1", "action": "org.add_member", "actor": "lin", "org": "acme",
             "repo": "acme/web", "created_at": 1787220930123}""";
    private static final String DELIVERY = """
            {"action": "added", "member": {"login": "mallory", "id": 2}, "repository": {"full_name": "acme/web", "private": true,
             "updated_at": "2020-01-01T00:00:00Z"}, "organization": {"login": "acme"}, "sender": {"login": "lin", "id": 1}}""";

    @Override
    public Source source() {
        return new GitHub();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit("d1", SourceContract.at("2026-08-20T10:15:30.123Z"), "acme/web", "acme", null));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("\"action\"", "\"x\""),
                "{\"action\": \"published\", \"security_advisory\": {}}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("@timestamp", "x").replace("created_at", "y"),
                COMPLETE.replace("1787220930123", "1e400"),
                COMPLETE.replace("1787220930123", "0.5"));
    }

    @Test
    void creationStandsInForTheTimestamp() {
        assertThat(read(COMPLETE.replace("@timestamp", "at"), false))
                .isEqualTo(complete().expected());
    }

    @Test
    void deliveryIsNamedByItsHeadersAndHappensNow() {
        var before = Instant.now();

        var reading = read(DELIVERY, Map.of(GitHub.EVENT_HEADER, "member", GitHub.DELIVERY_HEADER, "72d3162e"));

        assertThat(reading).isInstanceOfSatisfying(Reading.Audit.class, audit -> {
            assertThat(audit.id()).isEqualTo("72d3162e");
            assertThat(audit.time()).isBetween(before, Instant.now());
            assertThat(audit.subject()).isEqualTo("acme/web");
            assertThat(audit.account()).isEqualTo("acme");
            assertThat(audit.logSource()).isEqualTo(new LogSource("github", "webhook", "member"));
        });
    }

    @Test
    void deliveryInAFileIsKnownByItsShape() {
        assertThat(read(DELIVERY, false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource()).isEqualTo(new LogSource("github", "webhook", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "Member", "a b", ""})
    void headerThatIsNoNameNamesNothing(String event) {
        assertThat(read(DELIVERY, Map.of(GitHub.EVENT_HEADER, event)))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.logSource()).isEqualTo(new LogSource("github", "webhook", null)));
    }

    @Test
    void pingIsNoRecord() {
        var ping =
                "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 109948940, \"hook\": {}, \"repository\": {}}";

        assertThat(read(ping, false)).isEqualTo(new Reading.Control("github_ping"));
        assertThat(read(DELIVERY, Map.of(GitHub.EVENT_HEADER, "ping"))).isEqualTo(new Reading.Control("github_ping"));
    }

    private Reading read(String json, Map<String, String> hints) {
        var result = new JsonRecord.Reader(100)
                .read(json.getBytes(StandardCharsets.UTF_8), Paths.of(source().fields()), hints);
        return source().read(
                        ((ReadResult.Read) result).record(), false, new ConfiguredSource("github", source(), null));
    }
}
