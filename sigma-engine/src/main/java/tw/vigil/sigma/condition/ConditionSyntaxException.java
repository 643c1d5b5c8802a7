package tw.vigil.sigma.condition;

import java.io.Serial;

/// A text that is no condition; the message says what would be accepted.
public final class ConditionSyntaxException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    public ConditionSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /// Zero-based, in the condition's text.
    public int offset() {
        return offset;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
