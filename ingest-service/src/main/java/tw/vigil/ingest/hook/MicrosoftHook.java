package tw.vigil.ingest.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;
import tw.vigil.ingest.publish.BusyException;

/// Webhooks of the Office 365 Management API and change notifications of Microsoft Graph. The former are no events but
/// the word that content waits to be fetched; the addresses in them are never called here.
final class MicrosoftHook implements Hook {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7e]{1,4096}");

    private final Secrets secrets;
    private final Runnable contentWaits;

    /// @param contentWaits run for each notice that there is content to fetch; must be quick
    MicrosoftHook(Secrets secrets, Runnable contentWaits) {
        this.secrets = secrets;
        this.contentWaits = contentWaits;
    }

    @Override
    public Verdict judge(Call call) throws IOException, BusyException {
        if (!secrets.contain(call.query("key")) && !secrets.contain(call.header("webhook-authid"))) {
            return Verdict.unknown("no secret of the source in ?key= or Webhook-AuthID");
        }
        String token = call.query("validationToken");
        if (token != null) {
            return TOKEN.matcher(token).matches()
                    ? new Verdict.Handshake(Reply.text(token))
                    : new Verdict.Malformed("validationToken is not such a value");
        }
        byte[] body = call.body(LARGEST);
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return new Verdict.Malformed("the body is no JSON");
        }
        if (json.path("validationCode").isTextual()) {
            String code = call.header("webhook-validationcode");
            return json.path("validationCode").asText().equals(code)
                    ? new Verdict.Handshake(Reply.OK)
                    : new Verdict.Malformed("Webhook-ValidationCode is missing or not the code in the body");
        }
        if (json.isArray() && json.path(0).has("contentUri")) {
            contentWaits.run();
            return new Verdict.Handshake(Reply.OK);
        }
        return Verdict.Take.of(body);
    }
}
