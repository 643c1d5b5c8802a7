package tw.vigil.alert.alerts;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.DatabaseAway;

/// Changes made by this instance, at once; those made by other instances, within a second or two.
///
/// Every change adds an entry to the timeline, so the others' changes are the entries that this instance did not
/// write. Reading them by their number costs one look into the primary key per second. LISTEN would be sooner, but
/// keeps a connection of its own that no pooler may share and that must be watched and made anew, and NOTIFY makes
/// the commits of all instances wait for each other.
@ApplicationScoped
class ChangeFeed implements AlertChanges {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    /// Numbers are given before the commit, so a lower one may become visible after a higher one.
    private static final long LOOK_BACK = 1_000;

    private static final int MOST_PER_LOOK = 5_000;
    private static final long UNKNOWN = -1;

    private final Database database;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ConcurrentSkipListSet<Long> told = new ConcurrentSkipListSet<>();
    private volatile long newest = UNKNOWN;

    ChangeFeed(Database database) {
        this.database = database;
    }

    @Override
    public Subscription subscribe(Consumer<String> listener) {
        var subscribed = new Listener(listener);
        listeners.add(subscribed);
        return () -> listeners.remove(subscribed);
    }

    /// @param entry number of the timeline entry that tells of the change
    void changed(long entry, String alertId) {
        if (told.add(entry)) {
            tell(alertId);
        }
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void lookForOthers() {
        try {
            if (newest == UNKNOWN) {
                newest = database.call(
                        transaction -> transaction.number("SELECT coalesce(max(number), 0) FROM timeline_entry"));
                entries(newest).forEach(entry -> told.add(entry.number()));
                return;
            }
            var alerts = new LinkedHashSet<String>();
            for (Entry entry : entries(newest)) {
                newest = Math.max(newest, entry.number());
                if (told.add(entry.number())) {
                    alerts.add(AlertId.of(entry.alert()));
                }
            }
            told.headSet(newest - LOOK_BACK, true).clear();
            alerts.forEach(this::tell);
        } catch (DatabaseAway e) {
            LOG.debug("changes of other instances wait for the database", e);
        }
    }

    private record Entry(long number, long alert) {}

    private List<Entry> entries(long after) {
        return database.call(transaction -> transaction.rows(
                "SELECT number, alert FROM timeline_entry WHERE number > ? ORDER BY number DESC LIMIT ?",
                row -> new Entry(row.getLong(1), row.getLong(2)),
                after - LOOK_BACK,
                MOST_PER_LOOK));
    }

    private void tell(String alertId) {
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
