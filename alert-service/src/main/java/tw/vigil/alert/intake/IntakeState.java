package tw.vigil.alert.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether findings are getting through to the database.
@ApplicationScoped
class IntakeState {
    private final AtomicBoolean away = new AtomicBoolean();

    void databaseAnswers() {
        away.set(false);
    }

    /// True when this is news.
    boolean databaseIsAway() {
        return !away.getAndSet(true);
    }

    boolean waits() {
        return away.get();
    }
}
