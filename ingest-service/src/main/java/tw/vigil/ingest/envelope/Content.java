package tw.vigil.ingest.envelope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// How the bytes of what lies in an envelope are had from the text that carries them.
final class Content {
    private Content() {}

    /// The bytes of a text, or null when it cannot be written as UTF-8, as where half a surrogate pair was escaped.
    static byte @Nullable [] ofText(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /// The bytes behind a base64 text, with or without padding and line breaks; null when it is none.
    static byte @Nullable [] ofBase64(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.indexOf('-') >= 0 || text.indexOf('_') >= 0
                    ? Base64.getUrlDecoder().decode(text)
                    : text.indexOf('\n') >= 0
                            ? Base64.getMimeDecoder().decode(text)
                            : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
