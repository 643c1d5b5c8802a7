package tw.vigil.sigma;

import java.io.Serial;

/// An event whose bytes are not one well-formed JSON object within the bounds; no rule was asked.
public final class MalformedEventException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
