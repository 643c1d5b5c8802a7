package tw.vigil.launcher.stack;

import java.util.LinkedHashMap;
import java.util.Map;

/// Where the alert service sends mails and hooks.
///
/// @param smtpHost mail server; empty = the alert service's own default
/// @param hookUrl address of the webhook; empty = none
public record Mailbox(String smtpHost, int smtpPort, String hookUrl) {

    /// What the person's environment says; nothing is sent to anybody unless it says so.
    public static Mailbox fromEnvironment() {
        String port = System.getenv().getOrDefault("VIGIL_SMTP_PORT", "25");
        return new Mailbox(
                System.getenv().getOrDefault("VIGIL_SMTP_HOST", ""),
                port.matches("\\d{1,5}") ? Integer.parseInt(port) : 25,
                System.getenv().getOrDefault("VIGIL_HOOK_URL", ""));
    }

    Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        if (!smtpHost.isBlank()) {
            variables.put("VIGIL_SMTP_HOST", smtpHost);
            variables.put("VIGIL_SMTP_PORT", Integer.toString(smtpPort));
        }
        if (!hookUrl.isBlank()) {
            variables.put("VIGIL_HOOK_URL", hookUrl);
            variables.put("VIGIL_HOOK_ALLOW_INTERNAL", "true");
        }
        return variables;
    }
}
