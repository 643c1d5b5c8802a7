package tw.vigil.ingest.hook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.publish.BusyException;

/// GitHub webhooks: HMAC over the raw body. Event and delivery are named in headers only, and handed on as hints.
final class GitHubHook implements Hook {
    static final int LARGEST = 25 * 1024 * 1024;

    private static final String EVENT = "x-github-event";
    private static final String DELIVERY = "x-github-delivery";
    private static final Pattern SIGNATURE = Pattern.compile("sha256=[0-9a-fA-F]{64}");
    private static final Pattern EVENT_FORM = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Pattern DELIVERY_FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PAYLOAD = "payload=";

    private final Secrets secrets;

    GitHubHook(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(8);
    }

    @Override
    public Verdict judge(Call call) throws IOException, BusyException {
        String signature = call.header("x-hub-signature-256");
        if (signature == null || !SIGNATURE.matcher(signature).matches()) {
            return Verdict.unknown("X-Hub-Signature-256 is missing or not sha256= and 64 hexadecimal digits");
        }
        byte[] body = call.body(LARGEST);
        if (!secrets.sign(body, HexFormat.of().parseHex(signature, 7, signature.length()))) {
            return Verdict.forged("no secret of the source makes this X-Hub-Signature-256");
        }
        String event = call.header(EVENT);
        String delivery = call.header(DELIVERY);
        if (event == null || !EVENT_FORM.matcher(event).matches()) {
            return new Verdict.Malformed("X-GitHub-Event is missing or not a name of lower-case letters");
        }
        if (delivery == null || !DELIVERY_FORM.matcher(delivery).matches()) {
            return new Verdict.Malformed("X-GitHub-Delivery is missing or not a UUID");
        }
        if (event.equals("ping")) {
            return new Verdict.Handshake(Reply.json("{}"));
        }
        byte[] json = call.mediaType().equals(FORM) ? payload(body) : body;
        return json == null
                ? new Verdict.Malformed("the form has no field payload")
                : new Verdict.Take(
                        new ByteArrayInputStream(json), Format.ANY, Map.of(EVENT, event, DELIVERY, delivery));
    }

    private static byte @Nullable [] payload(byte[] form) {
        for (String field : new String(form, StandardCharsets.US_ASCII).split("&", -1)) {
            if (field.startsWith(PAYLOAD)) {
                try {
                    return URLDecoder.decode(field.substring(PAYLOAD.length()), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8);
                } catch (IllegalArgumentException _) {
                    return null;
                }
            }
        }
        return null;
    }
}
