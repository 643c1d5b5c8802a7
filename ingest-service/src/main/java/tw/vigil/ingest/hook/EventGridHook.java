package tw.vigil.ingest.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.jwt.JwtVerifier;
import tw.vigil.ingest.publish.BusyException;

/// Azure Event Grid in both of its schemas: the handshake of each, then deliveries. Both show a token of Entra where
/// one is asked for, else a key in the address (`?key=`), which Event Grid sends with every request, or as bearer.
final class EventGridHook implements Hook {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_HANDSHAKE = 64 * 1024;

    private final Secrets keys;
    private final @Nullable JwtVerifier tokens;
    private final Origins origins;

    /// @param tokens null when a key is the proof
    EventGridHook(Secrets keys, @Nullable JwtVerifier tokens, Origins origins) {
        this.keys = keys;
        this.tokens = tokens;
        this.origins = origins;
    }

    @Override
    public Verdict judge(Call call) throws IOException, BusyException {
        if (call.is("OPTIONS")) {
            return origins.judge(call);
        }
        Verdict genuine = CloudEventsHook.taken(call, call.stream());
        Verdict verdict = tokens != null
                ? PubSubHook.judge(tokens, call.bearer(), genuine)
                : keys.contain(call.query("key")) || keys.contain(call.bearer())
                        ? genuine
                        : Verdict.unknown("no key of the source in ?key= or as bearer");
        return verdict instanceof Verdict.Take
                        && "SubscriptionValidation".equalsIgnoreCase(call.header("aeg-event-type"))
                ? handshake(call.body(LARGEST_HANDSHAKE))
                : verdict;
    }

    /// The validation address in the event is an alternative for those who cannot answer: it is never called.
    private static Verdict handshake(byte[] body) throws IOException {
        JsonNode code;
        try {
            code = JSON.readTree(new ByteArrayInputStream(body))
                    .path(0)
                    .path("data")
                    .path("validationCode");
        } catch (JsonProcessingException _) {
            return new Verdict.Malformed("the validation event is no JSON");
        }
        return code.isTextual()
                ? new Verdict.Handshake(Reply.json(JsonNodeFactory.instance
                        .objectNode()
                        .put("validationResponse", code.asText())
                        .toString()))
                : new Verdict.Malformed("the validation event holds no data.validationCode");
    }
}
