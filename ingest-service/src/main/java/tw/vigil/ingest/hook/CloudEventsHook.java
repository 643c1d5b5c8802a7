package tw.vigil.ingest.hook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.publish.BusyException;

/// CloudEvents over HTTP in every mode, from whoever speaks them: a bearer token, or an HMAC-SHA256 of the raw body in
/// a header. The HMAC does not cover `ce-` headers, so nothing is taken from them.
final class CloudEventsHook implements Hook {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final Pattern HEX = Pattern.compile("(?i:sha256=)?([0-9a-fA-F]{64})");

    private final Secrets secrets;
    private final Origins origins;
    private final @Nullable String signatureHeader;

    /// @param signatureHeader header of the HMAC; null when the sender shows a bearer token
    CloudEventsHook(Secrets secrets, Origins origins, @Nullable String signatureHeader) {
        this.secrets = secrets;
        this.origins = origins;
        this.signatureHeader = signatureHeader == null ? null : signatureHeader.toLowerCase(Locale.ROOT);
    }

    @Override
    public Verdict judge(Call call) throws IOException, BusyException {
        if (call.is("OPTIONS")) {
            return origins.judge(call);
        }
        if (signatureHeader != null) {
            return signed(call, signatureHeader);
        }
        return secrets.contain(call.bearer())
                ? taken(call, call.stream())
                : Verdict.unknown("the bearer token is missing or no secret of the source");
    }

    private Verdict signed(Call call, String header) throws IOException, BusyException {
        byte[] signature = signature(call.header(header));
        if (signature == null) {
            return Verdict.unknown("the header " + header + " is missing or no HMAC-SHA256 in hexadecimal or base64");
        }
        byte[] body = call.body(LARGEST);
        return secrets.sign(body, signature)
                ? taken(call, new ByteArrayInputStream(body))
                : Verdict.forged("no secret of the source makes the signature in " + header);
    }

    private static byte @Nullable [] signature(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var hex = HEX.matcher(text.strip());
        if (hex.matches()) {
            return HexFormat.of().parseHex(hex.group(1));
        }
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    static Verdict taken(Call call, InputStream body) {
        boolean structured = call.mediaType().startsWith("application/cloudevents");
        return new Verdict.Take(body, structured ? Format.CLOUD_EVENTS : Format.ANY, Map.of());
    }
}
