package tw.vigil.alert.alerts;

import java.util.function.Consumer;

/// Tells which alerts were opened or changed, by whichever instance, after the change is stored.
public interface AlertChanges {
    /// Calls the listener with the alert's id, from any thread, until the subscription is closed. The
    /// listener must not block; one that throws is logged and kept.
    Subscription subscribe(Consumer<String> listener);

    /// Ends by [#close].
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
