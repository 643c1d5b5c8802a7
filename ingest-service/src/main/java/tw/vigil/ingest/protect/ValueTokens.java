package tw.vigil.ingest.protect;

import com.google.crypto.tink.DeterministicAead;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Makes tokens of values and values of tokens. A token is `vigil:protected:<kind>:<base64url>.`: authenticated
/// ciphertext (AES-SIV), the same for the same bytes and kind under one key. The dot ends it whatever follows.
/// `<kind>.number` says that the bytes were a JSON number.
public final class ValueTokens {
    private static final String PARTS = "vigil:protected:([a-z_]{1,32}(?:\\.number)?):([A-Za-z0-9_-]{20,})\\.";

    static final Pattern FORM = Pattern.compile(PARTS);

    private static final Pattern WITHOUT_DOT = Pattern.compile(PARTS + "?");
    static final String PREFIX = "vigil:protected:";
    private static final String NUMBER = ".number";
    private static final String PURPOSE = "vigil.customer-data.v1:";

    private final DeterministicAead aead;

    ValueTokens(DeterministicAead aead) {
        this.aead = aead;
    }

    /// What a token stands for.
    ///
    /// @param kind what it was found to be
    /// @param bytes as they stood in the record
    /// @param number whether they stood without quotes
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    public record Revealed(String kind, byte[] bytes, boolean number) {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Revealed[" + kind + "]";
        }
    }

    String token(Kind kind, byte[] value, boolean number) {
        String purpose = kind.label() + (number ? NUMBER : "");
        try {
            byte[] sealed = aead.encryptDeterministically(value, associated(purpose));
            return PREFIX
                    + purpose
                    + ':'
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed)
                    + '.';
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value cannot be encrypted", e);
        }
    }

    /// What a token stands for, its dot left out or not, or null when it is none of ours or its key is gone.
    public @Nullable Revealed reveal(String token) {
        var parts = WITHOUT_DOT.matcher(token);
        if (!parts.matches()) {
            return null;
        }
        String purpose = parts.group(1);
        boolean number = purpose.endsWith(NUMBER);
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(parts.group(2));
            byte[] value = aead.decryptDeterministically(sealed, associated(purpose));
            String kind = number ? purpose.substring(0, purpose.length() - NUMBER.length()) : purpose;
            return new Revealed(kind, value, number);
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return null;
        }
    }

    boolean isOurs(String token) {
        return reveal(token) != null;
    }

    private static byte[] associated(String purpose) {
        return (PURPOSE + purpose).getBytes(StandardCharsets.UTF_8);
    }
}
