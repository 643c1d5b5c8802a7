package tw.vigil.launcher.stack;

/// Something outside of Vigil is in the way of a start: a taken port, a taken folder, a missing build. The message is
/// for the person at the terminal and says what to do.
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotStartException(String message) {
        super(message);
    }

    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
