package tw.vigil.ingest.digest;

/// What was handed over as a digest file is none.
final class UnreadableDigestException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableDigestException(String message) {
        super(message);
    }
}
