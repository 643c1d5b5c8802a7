package tw.vigil.ingest.hook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Amazon Data Firehose with an HTTP endpoint as its destination. Every answer, refusals too, names the request, or
/// Firehose takes it for a failure and says nothing of why.
final class FirehoseHook implements Hook {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{1,128}");
    private static final int OK = 200;

    private final Secrets secrets;
    private final InstantSource clock;

    FirehoseHook(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Verdict judge(Call call) {
        if (!secrets.contain(call.header("x-amz-firehose-access-key"))) {
            return Verdict.unknown("X-Amz-Firehose-Access-Key is missing or no secret of the source");
        }
        return requestId(call) == null
                ? new Verdict.Malformed("X-Amz-Firehose-Request-Id is missing or not a UUID")
                : Verdict.Take.of(call.stream());
    }

    @Override
    public Reply answer(Call call, Reply usual) {
        String requestId = requestId(call);
        if (requestId == null) {
            return usual;
        }
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("requestId", requestId)
                .put("timestamp", clock.millis());
        if (usual.status() != OK) {
            json.put("errorMessage", usual.body());
        }
        return usual.withJson(json.toString());
    }

    private static @Nullable String requestId(Call call) {
        String requestId = call.header("x-amz-firehose-request-id");
        return requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : null;
    }
}
