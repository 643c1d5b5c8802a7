package tw.vigil.ingest.hook;

import java.util.concurrent.atomic.AtomicLong;
import tw.vigil.ingest.publish.BusyException;

/// The memory, over all requests together, for bodies that must be read as a whole before they can be judged: of
/// anybody, so it has a bound.
public final class BodyBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public BodyBudget(long most) {
        this.most = most;
    }

    void acquire(int bytes) throws BusyException {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            throw new BusyException("bodies of " + most + " bytes wait to be judged");
        }
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }
}
