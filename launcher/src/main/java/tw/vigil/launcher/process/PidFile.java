package tw.vigil.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Remembers a process in a file as `pid start-time`. The start time tells the process from a later one that was given
/// the same number.
public final class PidFile {

    private final Path file;

    public PidFile(Path file) {
        this.file = file;
    }

    /// Writes the process down.
    public void write(ProcessHandle process) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, process.pid() + " " + startOf(process) + "\n");
    }

    /// The process that the file names, if it still runs.
    public Optional<ProcessHandle> running() {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException _) {
            return Optional.empty();
        }
        String[] parts = text.split(" ", 2);
        if (parts.length < 2 || !parts[0].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process).equals(parts[1]));
    }

    /// Ends the process that the file names, if it still runs: first politely, then by force.
    ///
    /// @return whether there was one
    public boolean endRunning(Duration patience) {
        var found = running();
        found.ifPresent(process -> ChildProcess.end(process, patience));
        delete();
        return found.isPresent();
    }

    /// Forgets the process.
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A stale file does no harm: it names a process that no longer runs.
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("-");
    }
}
