package tw.vigil.alert.alerts;

/// An action on an alert was not done; nothing has changed. The message is for the person.
public final class ActionRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// No alert of that id.
        NOT_FOUND,
        /// The alert changed meanwhile, or its status does not allow the action.
        CONFLICT,
        /// Not for this account: an auditor, or a person whom the alert is about.
        FORBIDDEN,
        /// Something is missing or unknown, for example a comment or an assignee.
        INVALID
    }

    private final Reason reason;

    public ActionRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
