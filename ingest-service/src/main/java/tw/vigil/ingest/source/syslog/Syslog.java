package tw.vigil.ingest.source.syslog;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LineSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;

/// Lines of firewalls, VPN gateways, hosts and file integrity monitors: syslog (RFC 5424, RFC 3164), with CEF,
/// LEEF, JSON or key=value text behind the header, or that without a header. The event holds the line (`raw`) and
/// its parts.
@ApplicationScoped
public class Syslog implements LineSource {
    static final String NOT_SYSLOG = "not_syslog";

    private static final int LONGEST_ZONELESS_AHEAD_MINUTES = 10;

    @Override
    public String type() {
        return "syslog.message";
    }

    @Override
    public String product() {
        return "syslog";
    }

    @Override
    public String service() {
        return "message";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of();
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_SYSLOG);
    }

    @Override
    public Converted readLine(byte[] line, ConfiguredSource settings, Instant received) {
        String text = utf8(line);
        boolean exact = text != null;
        String raw = text != null ? text : new String(line, StandardCharsets.UTF_8);
        var header = Header.of(raw, settings.zone(), received);
        var payload = Payload.of(header.message());
        if (!header.known() && payload == null) {
            return Converted.rejected(
                    NOT_SYSLOG,
                    "has neither <priority> nor a time in front, nor is it CEF, LEEF, JSON or key=value text; accepted are"
                            + " RFC 5424 and RFC 3164 lines and these forms with and without such a header");
        }
        var time = Times.choose(header, payload, received, LONGEST_ZONELESS_AHEAD_MINUTES);
        var event = new SyslogEvent(raw, exact ? null : Base64.getEncoder().encodeToString(line));
        event.header(header, time);
        event.payload(payload);
        String account = settings.account();
        return Converted.accepted(
                event.json(),
                new Reading.Audit(
                        null,
                        time.instant(),
                        header.host(),
                        account != null ? account : header.host(),
                        null,
                        logSource(header, payload, settings)));
    }

    /// What the operator configured goes before what the line shows.
    private @Nullable LogSource logSource(Header header, @Nullable Payload payload, ConfiguredSource settings) {
        boolean configured = !settings.logSource().equals(new LogSource(product(), service(), category()));
        return configured ? null : LogSources.of(header, payload);
    }

    private static @Nullable String utf8(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
