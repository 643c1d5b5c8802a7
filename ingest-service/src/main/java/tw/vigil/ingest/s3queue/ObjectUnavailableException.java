package tw.vigil.ingest.s3queue;

import java.io.IOException;

/// The object is not there, or may not be read.
public final class ObjectUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    ObjectUnavailableException(boolean missing, Throwable cause) {
        super(missing ? "no such object" : "access denied", cause);
        this.missing = missing;
    }

    /// Whether it is not there; else it may not be read. To whom the bucket may not be listed, S3 says of a missing
    /// object that it may not be read.
    public boolean missing() {
        return missing;
    }
}
