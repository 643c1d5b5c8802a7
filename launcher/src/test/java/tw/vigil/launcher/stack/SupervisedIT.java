package tw.vigil.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.launcher.process.ChildProcess;

class SupervisedIT {

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<String> notices = new LinkedBlockingQueue<>();

    @Test
    void aKilledProcessIsStartedAgainAndSaidSo() throws Exception {
        var supervised = new Supervised("sleeper", this::sleeper, notices::add);
        try (supervised) {
            supervised.start();
            var first = Objects.requireNonNull(supervised.child());

            first.kill();

            assertThat(notices.poll(10, TimeUnit.SECONDS)).contains("sleeper ended with status 137");
            assertThat(notices.poll(10, TimeUnit.SECONDS)).contains("sleeper runs again");
            assertThat(Objects.requireNonNull(supervised.child()).pid()).isNotEqualTo(first.pid());
            assertThat(supervised.restarts()).isEqualTo(1);
        }
        assertThat(Objects.requireNonNull(supervised.child()).isAlive()).isFalse();
    }

    @Test
    void aProcessThatWasToldToEndStaysEnded() throws Exception {
        var supervised = new Supervised("sleeper", this::sleeper, notices::add);
        supervised.start();

        supervised.close();

        assertThat(notices.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }

    private ChildProcess sleeper() throws java.io.IOException {
        return ChildProcess.start(new ChildProcess.Spec(
                "sleeper",
                List.of("sleep", "60"),
                Map.of(),
                folder,
                folder.resolve("log"),
                folder.resolve("pid"),
                "TERM",
                Duration.ofSeconds(2)));
    }
}
