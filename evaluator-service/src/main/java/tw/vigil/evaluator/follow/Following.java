package tw.vigil.evaluator.follow;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/// A thread that follows a topic until it is closed. A broker that goes away costs nothing but time.
public final class Following implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Following.class);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final long RETRY_MILLIS = 1_000;

    private final String topic;
    private final Runnable work;
    private final Thread thread;
    private volatile boolean stopping;

    /// @param name of the thread
    /// @param topic for the log
    /// @param work reads while it is not [#stopping()]; called again when it failed
    public Following(String name, String topic, Runnable work) {
        this.topic = topic;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public boolean stopping() {
        return stopping;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive() && !thread.join(FAREWELL)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                work.run();
            } catch (InterruptException _) {
                return;
            } catch (KafkaException e) {
                LOG.warnf("topic cannot be followed, trying again topic=%s cause=%s", topic, e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.errorf(e, "topic cannot be followed, trying again topic=%s", topic);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
