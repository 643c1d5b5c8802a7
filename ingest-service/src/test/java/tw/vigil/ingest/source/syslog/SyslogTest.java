package tw.vigil.ingest.source.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LineSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class SyslogTest implements SourceContract {
    private static final Instant RECEIVED = Instant.parse("2026-08-20T10:15:32Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Syslog SYSLOG = new Syslog();

    @Override
    public Source source() {
        return SYSLOG;
    }

    @Override
    public Example complete() {
        return new Example(
                "{\"timestamp\":\"2026-08-20T10:15:30Z\",\"rule\":{\"groups\":[\"syscheck\"]}}",
                new Reading.Audit(null, SourceContract.at("2026-08-20T10:15:30Z"), null, null, null));
    }

    /// Any object is a line in the form JSON.
    @Override
    public List<String> strangers() {
        return List.of();
    }

    /// A line without time is of the time when it came in.
    @Override
    public List<String> withoutTime() {
        return List.of();
    }

    /// Devices that name no zone do not mean UTC.
    @Override
    public void timeOfADataLakeIsUtc() {}

    @Test
    void lineOfRfc5424IsTakenApart() {
        var event = accepted("<165>1 2026-08-20T10:15:30.003Z fw1 sshd 4123 ID47 "
                + "[meta@32473 user=\"jane\" note=\"a \\\"b\\\" \\] \\\\\"][x@1] \ufeff'su root' failed");

        assertThat(event.path("message").asText()).isEqualTo("'su root' failed");
        assertThat(event.path("syslog").path("facility").asText()).isEqualTo("local4");
        assertThat(event.path("syslog").path("severity").asText()).isEqualTo("notice");
        assertThat(event.path("syslog").path("hostname").asText()).isEqualTo("fw1");
        assertThat(event.path("syslog").path("appname").asText()).isEqualTo("sshd");
        assertThat(event.path("syslog").path("procid").asText()).isEqualTo("4123");
        assertThat(event.path("syslog").path("msgid").asText()).isEqualTo("ID47");
        assertThat(event.path("syslog").path("time").asText()).isEqualTo("2026-08-20T10:15:30.003Z");
        assertThat(event.at("/syslog/structuredData/meta@32473/user").asText()).isEqualTo("jane");
        assertThat(event.at("/syslog/structuredData/meta@32473/note").asText()).isEqualTo("a \"b\" ] \\");
        assertThat(event.at("/syslog/structuredData").has("x@1")).isTrue();
    }

    @Test
    void nilsAreAbsentAndBrokenDataStaysInTheMessage() {
        var bare = accepted("<34>1 - - - - - -");
        var broken = accepted("<34>1 2026-08-20T10:15:30Z h a - - [meta user=jane] text");

        assertThat(bare.path("syslog").has("hostname")).isFalse();
        assertThat(bare.path("syslog").path("timeFrom").asText()).isEqualTo("received");
        assertThat(broken.path("message").asText()).isEqualTo("[meta user=jane] text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            nullValues = "none",
            value = {
                "<34>Aug 20 10:15:30 fw1 sshd[4123]: Failed password for root~fw1~sshd~4123~Failed password for root",
                "Aug  5 10:15:30 fw1 /sbin/cron[7]: done~fw1~/sbin/cron~7~done",
                "Aug 20 10:15:30 kernel: [997.39] sda2: rw=0~none~kernel~none~[997.39] sda2: rw=0",
                "<166>Aug 20 2026 10:15:30 fw1 : %ASA-6-302013: Built inbound~fw1~%ASA-6-302013~none~Built inbound",
                "<34>2026-08-20T10:15:30.123+08:00 fw1 su: gone~fw1~su~none~gone",
                "2016-10-25T12:37:23.297265-07:00 INFO scheduler[1]: job~none~scheduler~1~job",
                "<13>no time at all~none~none~none~no time at all",
                "42 <13>Aug 20 10:15:30 h a: x~h~a~none~x"
            })
    void headersOfRfc3164LeaveOutWhatTheyLike(String line, String host, String app, String process, String message) {
        var event = accepted(line);

        assertThat(event.path("raw").asText()).isEqualTo(line);
        assertThat(event.path("message").asText()).isEqualTo(message);
        assertThat(event.path("syslog").path("hostname").asText(null)).isEqualTo(host);
        assertThat(event.path("syslog").path("appname").asText(null)).isEqualTo(app);
        assertThat(event.path("syslog").path("procid").asText(null)).isEqualTo(process);
    }

    @ParameterizedTest
    @CsvSource({
        "Aug 20 10:15:30,2026-08-20T10:15:32Z,2026-08-20T10:15:30Z",
        "Dec 31 23:59:59,2027-01-01T00:00:02Z,2026-12-31T23:59:59Z",
        "Jan  1 00:00:01,2026-12-31T23:59:58Z,2027-01-01T00:00:01Z",
        "Dec 31 23:59:59,2027-06-01T00:00:00Z,2026-12-31T23:59:59Z",
        "Feb 29 01:15:43,2026-08-20T10:15:32Z,2024-02-29T01:15:43Z",
        "Mar 23 23:01:18.123,2026-08-20T10:15:32Z,2026-03-23T23:01:18.123Z",
        "Aug 20 2025 10:15:30,2026-08-20T10:15:32Z,2025-08-20T10:15:30Z"
    })
    void yearIsTheOneThatIsNearest(String written, Instant received, Instant expected) {
        assertThat(Times.bsd(written, ZoneOffset.UTC, received)).isEqualTo(expected);
    }

    @Test
    void yearTurnsByTheZoneOfTheDevice() {
        assertThat(Times.bsd("Jan  1 00:00:01", ZoneId.of("Asia/Taipei"), Instant.parse("2026-12-31T16:00:02Z")))
                .isEqualTo(Instant.parse("2026-12-31T16:00:01Z"));
    }

    @Test
    void timeWithoutZoneIsOfTheConfiguredOne() {
        var taipei = source(new LogSource("syslog", "message", null), ZoneId.of("Asia/Taipei"));
        var local = convert("<34>Aug 20 18:15:30 fw1 app: x", taipei);

        assertThat(local.reading())
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.time()).isEqualTo(Instant.parse("2026-08-20T10:15:30Z")));
    }

    /// Else a device of another zone would carry the clock of every rule hours ahead.
    @Test
    void zonelessTimeThatLiesAheadIsNotBelieved() {
        var event = accepted("<34>Aug 20 18:15:30 fw1 app: x");
        var zoned = accepted("<34>2026-08-20T18:15:30Z fw1 app: x");

        assertThat(event.path("syslog").path("time").asText()).isEqualTo(RECEIVED.toString());
        assertThat(event.path("syslog").path("timeFrom").asText()).isEqualTo("received");
        assertThat(event.path("syslog").path("timestamp").asText()).isEqualTo("Aug 20 18:15:30");
        assertThat(zoned.path("syslog").path("time").asText()).isEqualTo("2026-08-20T18:15:30Z");
    }

    @Test
    void cefIsTakenApart() {
        var event = accepted(
                "<134>Aug 20 10:15:30 fw1 CEF:0|Acme|WAF\\|x|1.2|100|SQL injection|8|src=203.0.113.42 spt=51122"
                        + " act=blocked msg=a\\=b c\\nd rt=1787220930123 cs1Label=policy cs1=strict one");

        assertThat(event.at("/cef/deviceProduct").asText()).isEqualTo("WAF|x");
        assertThat(event.at("/cef/name").asText()).isEqualTo("SQL injection");
        assertThat(event.at("/cef/extension/src").asText()).isEqualTo("203.0.113.42");
        assertThat(event.at("/cef/extension/msg").asText()).isEqualTo("a=b c\nd");
        assertThat(event.at("/cef/extension/cs1").asText()).isEqualTo("strict one");
        assertThat(event.at("/cef/custom/policy").asText()).isEqualTo("strict one");
        assertThat(event.at("/syslog/time").asText()).isEqualTo("2026-08-20T10:15:30.123Z");
        assertThat(event.at("/syslog/timeFrom").asText()).isEqualTo("event");
        assertThat(event.at("/syslog/hostname").asText()).isEqualTo("fw1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LEEF:1.0|Acme|WAF|1.2|100|src=203.0.113.42\tusrName=jane\tsev=8",
                "LEEF:2.0|Acme|WAF|1.2|100|^|src=203.0.113.42^usrName=jane^sev=8",
                "LEEF:2.0|Acme|WAF|1.2|100|x5E|src=203.0.113.42^usrName=jane^sev=8",
                "LEEF:2.0|Acme|WAF|1.2|100|0x5E|src=203.0.113.42^usrName=jane^sev=8",
                "LEEF:2.0|Acme|WAF|1.2|100||src=203.0.113.42\tusrName=jane\tsev=8",
                "<134>Aug 20 10:15:30 fw1 LEEF:1.0|Acme|WAF|1.2|100|src=203.0.113.42\tusrName=jane\tsev=8"
            })
    void leefIsTakenApart(String line) {
        var event = accepted(line);

        assertThat(event.at("/leef/eventId").asText()).isEqualTo("100");
        assertThat(event.at("/leef/attributes/src").asText()).isEqualTo("203.0.113.42");
        assertThat(event.at("/leef/attributes/usrName").asText()).isEqualTo("jane");
        assertThat(event.at("/leef/attributes/sev").asText()).isEqualTo("8");
    }

    @Test
    void keyValuesOfAFirewallAreTakenApart() {
        var converted = convert(
                "<189>date=2026-08-20 time=18:15:30 devname=\"FG 1\" logid=\"0000000013\" type=\"traffic\""
                        + " eventtime=1787220930123000000 srcip=203.0.113.42 action=\"deny\" msg=\"say \\\"no\\\"\"",
                source(new LogSource("syslog", "message", null), ZoneOffset.UTC));
        var event = event(converted);

        assertThat(event.at("/kv/devname").asText()).isEqualTo("FG 1");
        assertThat(event.at("/kv/action").asText()).isEqualTo("deny");
        assertThat(event.at("/kv/msg").asText()).isEqualTo("say \"no\"");
        assertThat(event.at("/syslog/time").asText()).isEqualTo("2026-08-20T10:15:30.123Z");
        assertThat(((Reading.Audit) converted.reading()).logSource())
                .isEqualTo(new LogSource("fortigate", "traffic", "firewall"));
    }

    @Test
    void longValuesAndFreeTextBetweenPairsAreRead() {
        String longText = "\\\\".repeat(20_000);
        var event = accepted("a=1, b=\"" + longText + "\" c=3 free text d=\"open");

        assertThat(event.at("/kv/a").asText()).isEqualTo("1");
        assertThat(event.at("/kv/b").asText()).isEqualTo("\\".repeat(20_000));
        assertThat(event.at("/kv/c").asText()).isEqualTo("3");
        assertThat(event.path("kv").size()).isEqualTo(3);
        assertThat(accepted("<13>Aug 20 10:15:30 fe80::1 app: x")
                        .at("/syslog/hostname")
                        .asText())
                .isEqualTo("fe80::1");
    }

    @Test
    void jsonBehindAHeaderIsTakenApart() {
        var event = accepted("<132>Aug 20 10:15:30 wazuh ossec: {\"timestamp\":\"2026-08-20T18:15:30.123+0800\","
                + "\"syscheck\":{\"path\":\"/etc/passwd\",\"size\":1.50}}");

        assertThat(event.at("/json/syscheck/path").asText()).isEqualTo("/etc/passwd");
        assertThat(event.at("/syslog/appname").asText()).isEqualTo("ossec");
        assertThat(event.at("/syslog/time").asText()).isEqualTo("2026-08-20T10:15:30.123Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\tmany syslog parsers.", "MMM 22 07:54:32 host app[1]: x", "just words", "<999>x", "[12:00] up"
            })
    void otherTextIsRejected(String line) {
        assertThat(convert(line, source(new LogSource("syslog", "message", null), ZoneOffset.UTC))
                        .reading())
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("not_syslog"));
    }

    @Test
    void lineThatIsNotUtf8IsKeptExactly() throws JsonProcessingException {
        byte[] line = "<13>Aug 20 10:15:30 fw1 app: 防火牆".getBytes(Charset.forName("Big5"));
        var converted = SYSLOG.readLine(line, new ConfiguredSource("fw", SYSLOG, null), RECEIVED);
        var event = JSON.readTree(new String(converted.event(), StandardCharsets.UTF_8));

        assertThat(java.util.Base64.getDecoder().decode(event.path("rawBase64").asText()))
                .isEqualTo(line);
        assertThat(event.at("/syslog/hostname").asText()).isEqualTo("fw1");
    }

    @ParameterizedTest
    @CsvSource({
        "sshd[1]: x,linux,sshd,",
        "sudo: x,linux,sudo,",
        "/usr/sbin/cron[1]: x,linux,cron,",
        "myapp: x,linux,syslog,",
        "%ASA-6-1: x,cisco,asa,firewall"
    })
    void programTellsTheLogSource(String text, String product, String service, String category) {
        var reading = convert(
                "<34>Aug 20 10:15:30 h " + text, source(new LogSource("syslog", "message", null), ZoneOffset.UTC));

        assertThat(((Reading.Audit) reading.reading()).logSource())
                .isEqualTo(new LogSource(product, service, category));
    }

    @Test
    void configuredLogSourceGoesBefore() {
        var reading = convert(
                "<34>Aug 20 10:15:30 h sshd[1]: x",
                source(new LogSource("paloalto", null, "firewall"), ZoneOffset.UTC));

        assertThat(((Reading.Audit) reading.reading()).logSource()).isNull();
    }

    private static JsonNode accepted(String line) {
        return event(convert(line, source(new LogSource("syslog", "message", null), ZoneOffset.UTC)));
    }

    private static LineSource.Converted convert(String line, ConfiguredSource source) {
        return SYSLOG.readLine(line.getBytes(StandardCharsets.UTF_8), source, RECEIVED);
    }

    private static ConfiguredSource source(LogSource logSource, ZoneId zone) {
        return new ConfiguredSource("fw", SYSLOG, null, logSource, zone);
    }

    private static JsonNode event(LineSource.Converted converted) {
        assertThat(converted.reading()).isInstanceOf(Reading.Audit.class);
        try {
            return JSON.readTree(new String(converted.event(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
