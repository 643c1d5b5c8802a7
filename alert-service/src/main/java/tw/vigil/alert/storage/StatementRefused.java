package tw.vigil.alert.storage;

/// PostgreSQL understood the statement and refused its values; trying again gives the same.
public final class StatementRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatementRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
