package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of texts and bytes.
final class Sha256 {
    private Sha256() {}

    static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /// For one thread that needs many.
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// 64 lower-case hex digits.
    static String hex(String text) {
        return HexFormat.of().formatHex(of(text));
    }

    /// 64 lower-case hex digits.
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }
}
