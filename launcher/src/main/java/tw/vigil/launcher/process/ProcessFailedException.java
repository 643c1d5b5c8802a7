package tw.vigil.launcher.process;

/// A child process did not come up, or ended when it should not have. The message says which, and where its log is.
public class ProcessFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProcessFailedException(String message) {
        super(message);
    }

    public ProcessFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
