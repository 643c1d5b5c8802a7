package tw.vigil.ingest.hook;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Okta event hooks: a header of one's own in the handshake and in each delivery. Okta waits three seconds, tries once
/// more, and not at all after a 4xx.
final class OktaHook implements Hook {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~+/=-]{1,512}");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Secrets secrets;
    private final String header;

    OktaHook(Secrets secrets, String header) {
        this.secrets = secrets;
        this.header = header.toLowerCase(Locale.ROOT);
    }

    @Override
    public Duration budget() {
        return Duration.ofMillis(2500);
    }

    @Override
    public Verdict judge(Call call) {
        if (!secrets.contain(call.header(header))) {
            return Verdict.unknown("the header " + header + " is missing or holds no secret of the source");
        }
        if (!call.is("GET")) {
            return Verdict.Take.of(call.stream());
        }
        String challenge = call.header("x-okta-verification-challenge");
        return challenge == null || !CHALLENGE.matcher(challenge).matches()
                ? new Verdict.Malformed("X-Okta-Verification-Challenge is missing or not such a value")
                : new Verdict.Handshake(Reply.json("{\"verification\":\"" + challenge + "\"}"));
    }

    @Override
    public Reply answer(Call call, Reply usual) {
        return usual.status() == TOO_MANY_REQUESTS ? usual.withStatus(UNAVAILABLE) : usual;
    }
}
