package tw.vigil.ingest.signed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The proof of a signed request: which key, when, and the signature of the time, a line break and the body.
///
/// @param keyId header `X-Vigil-Key`
/// @param timestamp header `X-Vigil-Timestamp`, seconds since 1970
/// @param signature header `X-Vigil-Signature`, hexadecimal or base64
public record SignedRequest(
        @Nullable String keyId,
        @Nullable String timestamp,
        @Nullable String signature) {
    public static final String KEY_HEADER = "x-vigil-key";
    public static final String TIMESTAMP_HEADER = "x-vigil-timestamp";
    public static final String SIGNATURE_HEADER = "x-vigil-signature";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){32,64}");
    private static final int LONGEST_SIGNATURE = 256;

    /// What was found.
    public sealed interface Proof {
        /// The key's holder sent exactly this, now.
        record Valid(String keyId) implements Proof {}

        /// No proof, or one that nobody has been given.
        record Unknown(String reason) implements Proof {}

        /// A proof that does not hold.
        record Forged(String reason) implements Proof {}
    }

    /// @param window how far the time of the request may lie from now; what is older could be a recording
    public Proof prove(byte[] body, List<SigningKey> keys, Instant now, Duration window) {
        byte[] made = signatureBytes();
        if (keyId == null
                || timestamp == null
                || made == null
                || !SECONDS.matcher(timestamp).matches()) {
            return new Proof.Unknown(
                    "X-Vigil-Key, X-Vigil-Timestamp (seconds) or X-Vigil-Signature is missing or malformed");
        }
        var key =
                keys.stream().filter(candidate -> candidate.id().equals(keyId)).findFirst();
        if (key.isEmpty()) {
            return new Proof.Unknown("no key of the source has this id");
        }
        var signed = new ByteArrayOutputStream(body.length + timestamp.length() + 1);
        signed.writeBytes((timestamp + "\n").getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(body);
        if (!key.get().made(made, signed.toByteArray())) {
            return new Proof.Forged("the signature is not of this time and body");
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs();
        return off.compareTo(window) > 0
                ? new Proof.Forged("the request is older or newer than " + window)
                : new Proof.Valid(key.get().id());
    }

    private byte @Nullable [] signatureBytes() {
        if (signature == null || signature.length() > LONGEST_SIGNATURE) {
            return null;
        }
        try {
            return HEX.matcher(signature).matches()
                    ? HexFormat.of().parseHex(signature)
                    : Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
