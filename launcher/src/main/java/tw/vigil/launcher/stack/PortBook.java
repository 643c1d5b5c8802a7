package tw.vigil.launcher.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Consumer;
import tw.vigil.launcher.process.Ports;

/// Which loopback port each process has. Chosen at the first start and kept, so that bookmarks and scripts stay good.
public final class PortBook {

    /// Who has a port. The file names them in lower case.
    public enum Owner {
        CONSOLE,
        INGEST,
        EVALUATOR,
        KAFKA,
        POSTGRES,
        SMTP,
        HOOK;

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Owner, Integer> ports = new EnumMap<>(Owner.class);

    private PortBook() {}

    /// The ports for a start: those of the last time while they are free, else others.
    ///
    /// @param console the port that the person asked for
    /// @param notice told when a remembered port is taken
    /// @throws CannotStartException when the port that was asked for is taken
    public static PortBook choose(Path file, OptionalInt console, Consumer<String> notice) throws IOException {
        var book = read(file);
        if (console.isPresent()) {
            int wanted = console.getAsInt();
            if (!Ports.isFree(wanted)) {
                throw new CannotStartException(
                        "port %d is taken by another program: end that program, or choose another port with --port"
                                .formatted(wanted));
            }
            book.ports.put(Owner.CONSOLE, wanted);
        }
        var fresh = Ports.free(Owner.values().length).iterator();
        for (Owner owner : Owner.values()) {
            int candidate = fresh.next();
            Integer known = book.ports.get(owner);
            if (known == null) {
                book.ports.put(owner, candidate);
            } else if (!Ports.isFree(known)) {
                notice.accept(
                        "port %d of %s is taken by another program; using %d".formatted(known, owner.key(), candidate));
                book.ports.put(owner, candidate);
            }
        }
        book.write(file);
        return book;
    }

    /// The ports of the last start; empty when there was none.
    public static PortBook read(Path file) throws IOException {
        var book = new PortBook();
        if (Files.exists(file)) {
            var properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            for (Owner owner : Owner.values()) {
                String port = properties.getProperty(owner.key());
                if (port != null && port.matches("\\d{1,5}")) {
                    book.ports.put(owner, Integer.valueOf(port));
                }
            }
        }
        return book;
    }

    /// The port of a process.
    ///
    /// @throws CannotStartException when Vigil was never started here
    public int of(Owner owner) {
        Integer port = ports.get(owner);
        if (port == null) {
            throw new CannotStartException("Vigil was not started here yet: './vigil up' starts it");
        }
        return port;
    }

    /// The base address of a process on loopback.
    public String address(Owner owner) {
        return "http://127.0.0.1:" + of(owner);
    }

    private void write(Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (var entry : ports.entrySet()) {
                writer.write(entry.getKey().key() + "=" + entry.getValue() + "\n");
            }
        }
    }
}
