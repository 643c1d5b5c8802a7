package tw.vigil.rules.proof;

/// A file that the command was given cannot be used; the message names it and says why.
public final class PackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PackException(String message) {
        super(message);
    }

    public PackException(String message, Throwable cause) {
        super(message, cause);
    }
}
