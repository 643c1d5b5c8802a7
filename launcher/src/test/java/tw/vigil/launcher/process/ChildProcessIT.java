package tw.vigil.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // closing is what is tried
class ChildProcessIT {

    @TempDir
    Path folder;

    @Test
    void endsWhenItIsClosed() throws Exception {
        try (var child = start("exec sleep 60")) {
            child.close();

            assertThat(child.isAlive()).isFalse();
            assertThat(folder.resolve("pid")).doesNotExist();
        }
    }

    @Test
    void endsByForceWhenItDoesNotListen() throws Exception {
        try (var child = start("trap '' TERM; echo deaf; while :; do sleep 1; done")) {
            child.await(() -> log().contains("deaf"), Duration.ofSeconds(10));

            child.close();

            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void endsWhenTheParentIsKilled() throws Exception {
        var parent = new ProcessBuilder(
                        Java.program(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        var pidFile = new PidFile(folder.resolve("pid"));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (pidFile.running().isEmpty() && System.nanoTime() < end && parent.isAlive()) {
            parent.waitFor(50, TimeUnit.MILLISECONDS);
        }
        var child = pidFile.running().orElseThrow();

        parent.destroyForcibly().waitFor();

        assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void oneThatWasLeftRunningIsEndedByTheNextStart() throws Exception {
        var orphan = new ProcessBuilder("sleep", "60").start();
        new PidFile(folder.resolve("pid")).write(orphan.toHandle());

        try (var _ = start("exec sleep 60")) {
            assertThat(orphan.isAlive()).isFalse();
        }
    }

    @Test
    void anEarlyEndIsReportedWithItsLastWords() throws Exception {
        try (var child = start("echo 'no such luck'; exit 3")) {
            assertThatThrownBy(() -> child.await(() -> false, Duration.ofSeconds(10)))
                    .isInstanceOf(ProcessFailedException.class)
                    .hasMessageContaining("status 3")
                    .hasMessageContaining("no such luck");
        }
    }

    private ChildProcess start(String script) throws IOException {
        return ChildProcess.start(spec(folder, script));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException _) {
            return "";
        }
    }

    private static ChildProcess.Spec spec(Path folder, String script) {
        return new ChildProcess.Spec(
                "child",
                List.of("/bin/sh", "-c", script),
                Map.of(),
                folder,
                folder.resolve("log"),
                folder.resolve("pid"),
                "TERM",
                Duration.ofSeconds(1));
    }

    /// Starts a child and waits to be killed.
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            ChildProcess.start(spec(new File(arguments[0]).toPath(), "exec sleep 60"))
                    .onExit()
                    .get();
        }
    }
}
