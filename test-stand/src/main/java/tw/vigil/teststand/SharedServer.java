package tw.vigil.teststand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Supplier;

/// One server per JVM. A static field would not do: the test class loaders of a framework each have their own copy.
final class SharedServer {

    private SharedServer() {}

    /// What was stored under this key by whoever asked first; `start` makes it when nobody has.
    static String getOrStart(String key, Supplier<String> start) {
        var properties = System.getProperties();
        synchronized (properties) {
            String known = properties.getProperty(key);
            if (known == null) {
                known = start.get();
                properties.setProperty(key, known);
            }
            return known;
        }
    }

    /// Ends the server and removes its folder when the JVM ends. Should the JVM be killed, the server's leash ends it.
    static void closeAtExit(AutoCloseable server, Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
                try (var files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                        if (!file.delete()) {
                            file.deleteOnExit();
                        }
                    });
                }
            } catch (Exception e) {
                System.getLogger(SharedServer.class.getName())
                        .log(System.Logger.Level.WARNING, "a test server did not end in order", e);
            }
        }));
    }

    static Path temporaryFolder(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
