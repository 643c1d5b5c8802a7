package tw.vigil.alert.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows guessing of passwords: after so many failures of an account within a minute, further attempts are
/// refused until the minute is over. Kept in memory, bounded: the names that were tried longest ago are
/// forgotten first.
@ApplicationScoped
class SignInBrake {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_NAMES = 10_000;

    private final Clock clock;
    private final int attempts;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_NAMES;
        }
    };

    SignInBrake(Clock clock, AccountConfig config) {
        this.clock = clock;
        this.attempts = config.attemptsPerMinute();
    }

    private record Failures(Instant since, int count) {}

    synchronized boolean refuses(String name) {
        Failures known = failures.get(name);
        return known != null && known.count() >= attempts && !over(known);
    }

    synchronized void failed(String name) {
        Failures known = failures.remove(name);
        failures.put(
                name,
                known == null || over(known)
                        ? new Failures(clock.instant(), 1)
                        : new Failures(known.since(), known.count() + 1));
    }

    synchronized void succeeded(String name) {
        failures.remove(name);
    }

    private boolean over(Failures known) {
        return !known.since().plus(WINDOW).isAfter(clock.instant());
    }
}
