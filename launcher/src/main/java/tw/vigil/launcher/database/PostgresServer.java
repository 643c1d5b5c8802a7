package tw.vigil.launcher.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.PidFile;
import tw.vigil.launcher.process.Ports;
import tw.vigil.launcher.process.ProcessFailedException;

/// A real PostgreSQL server as a child process, on loopback only. Its data directory survives restarts and crashes.
///
/// PostgreSQL refuses to run as root. When we are root it runs in a user namespace of its own, where it is not.
public final class PostgresServer implements AutoCloseable {

    private static final String PID = "postgres.pid";

    private final ChildProcess process;
    private final Settings settings;

    /// @param directory holds data, pid file and log; made when missing
    /// @param port loopback port
    /// @param user owner of the database; made at the first start, with this password
    /// @param database name of the database, made at the first start
    /// @param durable whether a commit survives a power cut; a crash of the server alone loses nothing either way
    /// @param programs folder that PostgreSQL is unpacked into; may be shared by several servers
    /// @param log file that the server's log is appended to
    public record Settings(
            Path directory,
            int port,
            String user,
            String password,
            String database,
            boolean durable,
            Path programs,
            Path log) {
        public Settings {
            // They go into SQL and into a protocol of zero-terminated strings.
            if (!user.matches("[a-z_]{1,32}") || !database.matches("[a-z_]{1,32}")) {
                throw new IllegalArgumentException("user and database are lower-case letters and underscores");
            }
            if (!password.matches("[A-Za-z0-9_-]{8,128}")) {
                throw new IllegalArgumentException("the password is 8 to 128 letters, digits, _ and -");
            }
        }

        @Override
        public String toString() {
            return "Settings[directory=" + directory + ", port=" + port + "]";
        }
    }

    private PostgresServer(ChildProcess process, Settings settings) {
        this.process = process;
        this.settings = settings;
    }

    /// Starts a server for tests on a free port: database and user `vigil`, not durable.
    public static PostgresServer start(Path directory) throws IOException {
        return start(directory, Ports.free());
    }

    /// Starts a server for tests: database and user `vigil`, not durable.
    public static PostgresServer start(Path directory, int port) throws IOException {
        return start(new Settings(
                directory,
                port,
                "vigil",
                "vigil-test",
                "vigil",
                false,
                directory.resolve("programs"),
                directory.resolve("postgres.log")));
    }

    /// Starts a server and returns when it accepts connections.
    public static PostgresServer start(Settings settings) throws IOException {
        Path home = settings.directory().toAbsolutePath();
        Files.createDirectories(home);
        var programs = PostgresBinaries.unpack(settings.programs());
        Path data = home.resolve("data");
        if (!Files.exists(home.resolve("initialised"))) {
            initialise(settings, programs, home, data);
            Files.createFile(home.resolve("initialised"));
        }
        var process = ChildProcess.start(new ChildProcess.Spec(
                "postgres",
                command(settings, programs, data),
                Map.of(),
                home,
                settings.log(),
                home.resolve(PID),
                // INT is the "fast" shutdown: it does not wait for clients to leave. TERM would.
                "INT",
                Duration.ofSeconds(20)));
        try {
            process.await(() -> StartupProbe.answers(settings.port(), settings.user()), ChildProcess.startLimit());
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new PostgresServer(process, settings);
    }

    /// Ends a server that a crashed process of ours left running on this directory.
    public static boolean endLeftover(Path directory) {
        return new PidFile(directory.toAbsolutePath().resolve(PID)).endRunning(Duration.ofSeconds(20));
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + settings.database();
    }

    public String user() {
        return settings.user();
    }

    public String password() {
        return settings.password();
    }

    public int port() {
        return settings.port();
    }

    public ChildProcess process() {
        return process;
    }

    /// Whether a server accepts connections on this loopback port.
    public static boolean answers(int port, String user) {
        return StartupProbe.answers(port, user);
    }

    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(Settings settings, PostgresBinaries programs, Path data) {
        String durable = settings.durable() ? "on" : "off";
        return asOrdinaryUser(
                programs.program("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(settings.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=" + durable,
                "-c",
                "full_page_writes=" + durable,
                "-c",
                "shared_buffers=64MB",
                "-c",
                "max_connections=60",
                "-c",
                "timezone=UTC");
    }

    private static void initialise(Settings settings, PostgresBinaries programs, Path home, Path data)
            throws IOException {
        if (Files.exists(data)) {
            // An earlier first start was cut short. Nothing was ever stored here: "initialised" is written last.
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Path log = home.resolve("initdb.log");
        run(
                log,
                "",
                asOrdinaryUser(
                        programs.program("initdb").toString(),
                        "-D",
                        data.toString(),
                        "-U",
                        "postgres",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--auth=scram-sha-256",
                        "--no-sync",
                        "--no-instructions",
                        "--pwfile=" + superuserPassword(home)));
        String sql = """
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                CREATE DATABASE %3$s OWNER %1$s;
                """.formatted(settings.user(), settings.password(), settings.database());
        run(
                log,
                sql,
                asOrdinaryUser(programs.program("postgres").toString(), "--single", "-D", data.toString(), "postgres"));
        Files.deleteIfExists(home.resolve("superuser"));
    }

    /// initdb wants a password for the superuser when host connections need one. It is forgotten at once.
    private static Path superuserPassword(Path home) throws IOException {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        Path file = home.resolve("superuser");
        Files.writeString(file, HexFormat.of().formatHex(bytes));
        return file;
    }

    private static List<String> asOrdinaryUser(String... command) {
        var all = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.add("unshare");
            all.add("--user");
        }
        all.addAll(Arrays.asList(command));
        return all;
    }

    private static void run(Path log, String input, List<String> command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException("PostgreSQL could not be set up; see " + log, e);
        }
        try {
            if (!process.waitFor(ChildProcess.startLimit().toMillis(), TimeUnit.MILLISECONDS)
                    || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new ProcessFailedException("PostgreSQL could not be set up; see " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ProcessFailedException("interrupted while PostgreSQL was set up", e);
        }
    }
}
