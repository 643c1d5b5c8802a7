package tw.vigil.ingest.hook;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Abuse protection of CloudEvents webhooks: `OPTIONS` asks whether an origin may deliver. That is no proof of who
/// asks,
/// and gives no right but to be looked at; a callback address in the request is never called.
final class Origins {
    private final List<String> allowed;

    Origins(List<String> allowed) {
        this.allowed =
                allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    }

    Verdict judge(Call call) {
        String origin = call.header("webhook-request-origin");
        if (origin == null) {
            return Verdict.unknown("WebHook-Request-Origin is missing");
        }
        String asked = origin.strip().toLowerCase(Locale.ROOT);
        if (!allowed.contains(asked)) {
            return Verdict.unknown("WebHook-Request-Origin names none that may deliver to the source");
        }
        return new Verdict.Handshake(Reply.empty(
                200, Map.of("WebHook-Allowed-Origin", asked, "WebHook-Allowed-Rate", "*", "Allow", "POST, OPTIONS")));
    }
}
