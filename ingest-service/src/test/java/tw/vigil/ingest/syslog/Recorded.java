package tw.vigil.ingest.syslog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps what comes, as long as its gate is open.
final class Recorded implements MessageSink {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    final AtomicLong dropped = new AtomicLong();
    volatile int cuts;
    volatile int losses;

    @Override
    public void take(List<byte[]> taken) throws InterruptedException {
        gate.acquire();
        taken.forEach(message -> messages.add(new String(message, StandardCharsets.UTF_8)));
    }

    @Override
    public synchronized void cut() {
        cuts++;
    }

    @Override
    public synchronized void lost() {
        losses++;
    }

    @Override
    public void dropped(long datagrams) {
        dropped.addAndGet(datagrams);
    }
}
