package tw.vigil.ingest.publish;

/// As many records as allowed wait for Kafka's acknowledgement; nothing was taken.
public final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }
}
