package tw.vigil.sigma.rule;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The encoding modifiers. They work on the bytes of a value, never on its characters.
final class Encodings {

    private static final int[] SKIPPED_AT_START = {0, 2, 3};
    private static final int[] CUT_AT_END = {0, 3, 2};

    private Encodings() {}

    static List<String> encode(String text, List<Modifier> modifiers) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> encoded = List.of(text);
        for (var modifier : modifiers) {
            switch (modifier) {
                case UTF16LE -> bytes = text.getBytes(StandardCharsets.UTF_16LE);
                case UTF16BE -> bytes = text.getBytes(StandardCharsets.UTF_16BE);
                case UTF16 -> bytes = withByteOrderMark(text.getBytes(StandardCharsets.UTF_16LE));
                case BASE64 -> encoded = List.of(Base64.getEncoder().encodeToString(bytes));
                case BASE64OFFSET -> encoded = offsets(bytes);
                default -> {}
            }
        }
        return encoded;
    }

    private static byte[] withByteOrderMark(byte[] littleEndian) {
        var out = new ByteArrayOutputStream();
        out.write(0xFF);
        out.write(0xFE);
        out.writeBytes(littleEndian);
        return out.toByteArray();
    }

    /// What of the value's encoding is the same whatever stands before and after it, for each of the three
    /// alignments.
    private static List<String> offsets(byte[] bytes) {
        List<String> variants = new ArrayList<>();
        for (int shift = 0; shift < 3; shift++) {
            var shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            var encoded = Base64.getEncoder().encodeToString(shifted);
            int end = encoded.length() - CUT_AT_END[shifted.length % 3];
            if (SKIPPED_AT_START[shift] < end) {
                variants.add(encoded.substring(SKIPPED_AT_START[shift], end));
            }
        }
        return variants;
    }
}
