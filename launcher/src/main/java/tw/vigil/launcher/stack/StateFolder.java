package tw.vigil.launcher.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.process.PidFile;

/// The folder that keeps everything between two runs, `.vigil` unless `VIGIL_HOME` names another.
public record StateFolder(Path path) {

    public StateFolder {
        path = path.toAbsolutePath().normalize();
    }

    /// The folder of a project, as `VIGIL_HOME` or the default says.
    public static StateFolder of(Path project) {
        String chosen = System.getenv("VIGIL_HOME");
        return new StateFolder(chosen == null || chosen.isBlank() ? project.resolve(".vigil") : Path.of(chosen));
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    public Path evaluatorState() {
        return path.resolve("evaluator-state");
    }

    public Path watched() {
        return path.resolve("watch");
    }

    public Path ports() {
        return path.resolve("ports");
    }

    public Path secrets() {
        return path.resolve("secrets");
    }

    public Path demo() {
        return path.resolve("demo");
    }

    public Path log(String process) {
        return path.resolve("logs").resolve(process + ".log");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path pid(String process) {
        return path.resolve("run").resolve(process + ".pid");
    }

    /// The process that watches all others, when one runs.
    public PidFile supervisor() {
        return new PidFile(pid("supervisor"));
    }

    /// Where the supervisor tells how far its start has come, for the command that waits for it.
    public Path progress() {
        return path.resolve("run").resolve("progress");
    }

    /// Makes the folder.
    ///
    /// @throws CannotStartException when it cannot be written
    public void prepare() {
        try {
            Files.createDirectories(path.resolve("run"));
            Files.createDirectories(logs());
            Files.delete(Files.createTempFile(path, ".try", ""));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private CannotStartException unusable(IOException cause) {
        String why = switch (cause) {
            case AccessDeniedException _ -> "it may not be written by " + System.getProperty("user.name");
            case FileAlreadyExistsException e -> e.getFile() + " is not a folder";
            case FileSystemException e -> e.getReason() == null ? "it cannot be made" : e.getReason();
            default -> String.valueOf(cause.getMessage());
        };
        return new CannotStartException(
                "cannot keep state in %s: %s; VIGIL_HOME=<folder> chooses another place".formatted(path, why), cause);
    }

    /// Takes the folder for this process.
    ///
    /// @throws CannotStartException when another process has it, or when it cannot be written
    public Taken take() {
        prepare();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock != null) {
                return new Taken(channel, lock);
            }
            channel.close();
        } catch (OverlappingFileLockException _) {
            closeQuietly(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw unusable(e);
        }
        throw new CannotStartException(alreadyRuns());
    }

    /// What to say when Vigil already runs here.
    public String alreadyRuns() {
        String process = supervisor()
                .running()
                .map(running -> " (process " + running.pid() + ")")
                .orElse("");
        return "Vigil already runs in %s%s: './vigil status' shows it, './vigil down' ends it, VIGIL_HOME=<folder> gives a second one its own folder"
                .formatted(path, process);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException _) {
                // Nothing was written through it.
            }
        }
    }

    /// Holds the folder until closed, or until the process ends.
    public record Taken(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() {
            closeQuietly(channel);
        }
    }
}
