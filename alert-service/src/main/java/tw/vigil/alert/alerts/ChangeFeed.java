package tw.vigil.alert.alerts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Changes made by this instance.
@ApplicationScoped
class ChangeFeed implements AlertChanges {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    @Override
    public Subscription subscribe(Consumer<String> listener) {
        var subscribed = new Listener(listener);
        listeners.add(subscribed);
        return () -> listeners.remove(subscribed);
    }

    void changed(String alertId) {
        for (Listener listener : listeners) {
            try {
                listener.consumer().accept(alertId);
            } catch (RuntimeException e) {
                LOG.warnf(e, "a listener to alert changes failed alertId=%s", alertId);
            }
        }
    }

    /// An identity of its own, so that one consumer can subscribe twice.
    private static final class Listener {
        private final Consumer<String> consumer;

        Listener(Consumer<String> consumer) {
            this.consumer = consumer;
        }

        Consumer<String> consumer() {
            return consumer;
        }
    }
}
