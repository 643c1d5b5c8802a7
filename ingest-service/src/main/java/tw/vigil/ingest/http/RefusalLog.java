package tw.vigil.ingest.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Tells the operator why a vendor's requests are refused: once a minute and source, for whoever can send can refuse to
/// stop.
final class RefusalLog {
    private static final Logger LOG = Logger.getLogger(RefusalLog.class);
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> lastBySource = new ConcurrentHashMap<>();

    /// @param sourceId of a configured source
    /// @param reason nothing that the sender wrote
    void warn(String sourceId, String reason) {
        long now = System.nanoTime();
        Long last = lastBySource.get(sourceId);
        if (last == null || now - last > QUIET_NANOS) {
            lastBySource.put(sourceId, now);
            LOG.warnf("push refused sourceId=%s reason=%s", sourceId, reason);
        }
    }
}
