package tw.vigil.sigma.json;

import java.io.Serial;

/// Bytes that are not one well-formed JSON value within the bounds.
public final class MalformedJsonException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    public MalformedJsonException(String message, int offset) {
        super(message + " at byte " + offset);
        this.offset = offset;
    }

    /// Zero-based, in bytes.
    public int offset() {
        return offset;
    }
}
