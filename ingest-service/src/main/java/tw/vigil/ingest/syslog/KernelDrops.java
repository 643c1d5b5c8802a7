package tw.vigil.ingest.syslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Datagrams that Linux itself dropped because a socket's buffer was full.
final class KernelDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private KernelDrops() {}

    /// Since the socket was opened; null where the system does not tell.
    static @Nullable Long of(int port) {
        try {
            long drops = 0;
            boolean found = false;
            for (Path table : TABLES) {
                if (Files.isReadable(table)) {
                    for (long each : drops(Files.readAllLines(table), port)) {
                        drops += each;
                        found = true;
                    }
                }
            }
            return found ? drops : null;
        } catch (IOException _) {
            return null;
        }
    }

    /// The last column of the lines whose local address, the second column, ends in the port in hexadecimal.
    static List<Long> drops(List<String> table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return table.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 12 && columns[1].endsWith(suffix))
                .flatMap(columns -> Stream.of(columns[columns.length - 1]).filter(text -> text.matches("\\d+")))
                .map(Long::valueOf)
                .toList();
    }
}
