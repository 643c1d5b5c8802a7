package tw.vigil.teststand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.testcontainers.postgresql.PostgreSQLContainer;
import tw.vigil.launcher.database.PostgresServer;
import tw.vigil.launcher.database.PostgresServer.Settings;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;

/// A PostgreSQL server with one empty database for tests, shared by all tests of the JVM.
public final class TestPostgres implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TestPostgres.class.getName());
    private static final String IMAGE = "postgres:18";
    private static final String USER = "vigil";
    private static final String PASSWORD = "vigil-test";

    private final String jdbcUrl;

    private TestPostgres(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /// The JVM's server; the first call starts it.
    public static TestPostgres start() {
        return new TestPostgres(SharedServer.getOrStart(
                "vigil.teststand.postgres", () -> Docker.isAvailable() ? container() : embedded()));
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /// Does nothing: the server serves other tests, and ends with the JVM.
    @Override
    public void close() {
        // see above
    }

    @SuppressWarnings("resource") // Testcontainers ends it with the JVM
    private static String container() {
        LOG.log(System.Logger.Level.INFO, "test PostgreSQL: Docker container {0}", IMAGE);
        var container = new PostgreSQLContainer(IMAGE)
                .withDatabaseName("vigil")
                .withUsername(USER)
                .withPassword(PASSWORD);
        container.start();
        return container.getJdbcUrl();
    }

    private static String embedded() {
        LOG.log(System.Logger.Level.INFO, "test PostgreSQL: embedded server (no Docker engine answers)");
        Path folder = SharedServer.temporaryFolder("vigil-postgres");
        try {
            var server = PostgresServer.start(new Settings(
                    folder,
                    Ports.free(),
                    USER,
                    PASSWORD,
                    "vigil",
                    false,
                    Java.buildFolder().resolve("postgresql"),
                    folder.resolve("postgres.log")));
            SharedServer.closeAtExit(server, folder);
            return server.jdbcUrl();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
