package tw.vigil.ingest.body;

import java.io.IOException;

/// The input is larger than it may be. What was read before may have been taken already.
public final class LimitExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    public LimitExceededException(String message) {
        super(message);
    }
}
