package tw.vigil.alert.storage;

/// PostgreSQL cannot be reached, or gave up a transaction that may succeed when tried again. Nothing was
/// stored.
public final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }
}
