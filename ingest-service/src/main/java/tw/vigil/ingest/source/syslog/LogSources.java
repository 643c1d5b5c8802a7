package tw.vigil.ingest.source.syslog;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.source.LogSource;

/// The Sigma log source of a line, where the line shows it.
final class LogSources {
    private static final String LINUX = "linux";
    private static final Map<String, String> SERVICES = Map.ofEntries(
            Map.entry("sshd", "sshd"),
            Map.entry("sshd-session", "sshd"),
            Map.entry("sudo", "sudo"),
            Map.entry("su", "auth"),
            Map.entry("login", "auth"),
            Map.entry("passwd", "auth"),
            Map.entry("useradd", "auth"),
            Map.entry("usermod", "auth"),
            Map.entry("systemd-logind", "auth"),
            Map.entry("cron", "cron"),
            Map.entry("crond", "cron"),
            Map.entry("auditd", "auditd"),
            Map.entry("audispd", "auditd"),
            Map.entry("clamd", "clamav"),
            Map.entry("vsftpd", "vsftpd"));

    private LogSources() {}

    /// Null when it shows none, as of CEF and LEEF, whose products the configuration of the source names.
    static @Nullable LogSource of(Header header, @Nullable Payload payload) {
        if (payload != null) {
            boolean fortiGate = payload.form().equals("kv")
                    && payload.content().has("logid")
                    && payload.content().has("type");
            return fortiGate ? fortiGate(payload.content().get("type").asText()) : null;
        }
        String app = header.app();
        if (app == null) {
            return null;
        }
        if (app.startsWith("%ASA-") || app.startsWith("%FTD-")) {
            return new LogSource("cisco", "asa", "firewall");
        }
        String program = app.substring(app.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return program.startsWith("%") ? null : new LogSource(LINUX, SERVICES.getOrDefault(program, "syslog"), null);
    }

    private static LogSource fortiGate(String type) {
        return new LogSource("fortigate", type, type.equals("traffic") ? "firewall" : null);
    }
}
