package tw.vigil.ingest.hook;

import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.jwt.JwtVerifier;

/// Google Pub/Sub push, wrapped or not: the token names the audience and the push account.
final class PubSubHook implements Hook {
    private final JwtVerifier tokens;

    PubSubHook(JwtVerifier tokens) {
        this.tokens = tokens;
    }

    @Override
    public Verdict judge(Call call) {
        return judge(tokens, call.bearer(), Verdict.Take.of(call.stream()));
    }

    /// @param genuine what is said when the token holds
    static Verdict judge(JwtVerifier tokens, @Nullable String token, Verdict genuine) {
        return switch (tokens.verify(token)) {
            case VALID -> genuine;
            case NOT_FOR_US -> Verdict.unknown("the token has expired, or names another audience or account");
            case FORGED ->
                token == null
                        ? Verdict.unknown("the bearer token is missing")
                        : Verdict.forged("no key of the issuer signed the token");
            case KEYS_AWAY -> new Verdict.Undecided("the issuer's keys cannot be fetched");
        };
    }
}
