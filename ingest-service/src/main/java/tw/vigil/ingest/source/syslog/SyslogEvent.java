package tw.vigil.ingest.source.syslog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON event that a line becomes.
final class SyslogEvent {
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "security",
            "console",
            "solaris-cron",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    private final ObjectNode event = Payload.JSON.createObjectNode();

    /// @param base64 of the line where it is not UTF-8, so that `raw` cannot hold it exactly
    SyslogEvent(String raw, @Nullable String base64) {
        event.put("raw", raw);
        if (base64 != null) {
            event.put("rawBase64", base64);
        }
    }

    void header(Header header, Times.Chosen time) {
        event.put("message", header.message());
        ObjectNode syslog = event.putObject("syslog");
        syslog.put("format", header.format());
        Integer priority = header.priority();
        if (priority != null) {
            syslog.put("facility", FACILITIES.get(priority / SEVERITIES.size()));
            syslog.put("severity", SEVERITIES.get(priority % SEVERITIES.size()));
        }
        put(syslog, "severityWord", header.severityWord());
        put(syslog, "timestamp", header.timestamp());
        syslog.put("time", time.instant().toString());
        syslog.put("timeFrom", time.origin());
        put(syslog, "hostname", header.host());
        put(syslog, "appname", header.app());
        put(syslog, "procid", header.process());
        put(syslog, "msgid", header.messageId());
        if (!header.structuredData().isEmpty()) {
            syslog.set("structuredData", Payload.JSON.valueToTree(header.structuredData()));
        }
    }

    void payload(@Nullable Payload payload) {
        if (payload != null) {
            event.set(payload.form(), payload.content());
        }
    }

    String json() {
        try {
            return Payload.JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts serialises", e);
        }
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
