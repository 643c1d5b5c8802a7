package tw.vigil.sigma.correlate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How often a rule speaks while its condition holds.
///
/// @param suppress an episode that begins at most this long after another of its group is a revision of that one
public record Refiring(Mode mode, Duration suppress) {

    public static final Refiring ONCE = new Refiring(Mode.EPISODE, Duration.ZERO);

    public enum Mode {
        /// Once per episode; what joins it revises.
        EPISODE,
        /// At each event at which the condition holds.
        EVERY,
        /// Whenever the condition holds; the events of its window then count no more.
        RESET;

        public static Optional<Mode> of(String name) {
            return Arrays.stream(values()).filter(m -> m.spelled().equals(name)).findFirst();
        }

        public static String accepted() {
            return Arrays.stream(values()).map(Mode::spelled).collect(Collectors.joining(", "));
        }

        private String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
