package tw.vigil.alert.alerts;

import java.sql.SQLException;
import tw.vigil.alert.storage.Transaction;

/// Takes what must leave the service because of an alert, within the transaction that caused it: either both
/// are stored or neither.
public interface Outgoing {
    /// Why a notification goes out.
    enum Occasion {
        /// The alert is new.
        OPENED,
        /// More came after the last notification; the quiet period is over.
        GROUPED
    }

    /// A step of the alert's life, for `vigil.alerts`.
    void step(Transaction transaction, Alert alert, TimelineEntry entry) throws SQLException;

    /// Notifies the alert's units.
    ///
    /// @param newEvents events counted since the last notification
    /// @return how many notifications were stored
    int notify(Transaction transaction, Alert alert, Occasion occasion, long newEvents) throws SQLException;
}
