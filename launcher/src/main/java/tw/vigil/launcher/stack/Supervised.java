package tw.vigil.launcher.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.ProcessFailedException;

/// One child process that is started again whenever it ends without having been asked to.
public final class Supervised implements AutoCloseable {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /// A process that ran this long was healthy; its next restart waits the shortest pause again.
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final String name;
    private final Starter starter;
    private final Consumer<String> notice;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable ChildProcess child;
    private final AtomicInteger restarts = new AtomicInteger();
    private @Nullable Thread watcher;

    /// Starts the process and returns when it serves.
    @FunctionalInterface
    public interface Starter {
        ChildProcess start() throws IOException;
    }

    Supervised(String name, Starter starter, Consumer<String> notice) {
        this.name = name;
        this.starter = starter;
        this.notice = notice;
    }

    /// The first start. When it fails, so does this; only later ends are repaired.
    void start() throws IOException {
        child = starter.start();
        watcher = Thread.ofPlatform().daemon().name("watch-" + name).start(this::watch);
    }

    public String name() {
        return name;
    }

    public @Nullable ChildProcess child() {
        return child;
    }

    /// How often the process was started again.
    public int restarts() {
        return restarts.get();
    }

    private void watch() {
        var pause = Duration.ofSeconds(1);
        while (stop.getCount() > 0) {
            var current = child;
            if (current != null) {
                current.onExit().join();
                if (stop.getCount() == 0) {
                    return;
                }
                boolean healthy = current.age().compareTo(HEALTHY) > 0;
                pause = healthy ? Duration.ofSeconds(1) : pause;
                notice.accept("%s ended with status %s; starting it again in %d s"
                        .formatted(
                                name, current.exitStatus().map(Object::toString).orElse("?"), pause.toSeconds()));
                child = null;
            }
            if (stopped(pause)) {
                return;
            }
            pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
            startAgain();
        }
    }

    private void startAgain() {
        try {
            var started = starter.start();
            restarts.incrementAndGet();
            child = started;
            if (stop.getCount() == 0) {
                started.close();
                return;
            }
            notice.accept(name + " runs again (process " + started.pid() + ")");
        } catch (IOException | ProcessFailedException e) {
            notice.accept(name + " could not be started again: " + e.getMessage());
        }
    }

    private boolean stopped(Duration pause) {
        try {
            return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /// Ends the process for good.
    @Override
    public void close() {
        stop.countDown();
        var current = child;
        if (current != null) {
            current.close();
        }
        var thread = watcher;
        if (thread != null) {
            try {
                // It may be in the middle of a start, which it then ends itself.
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
