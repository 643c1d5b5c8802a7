package tw.vigil.launcher.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir
    Path folder;

    @Test
    void rowsSurviveAKilledServerAndANewPort() throws Exception {
        try (var server = PostgresServer.start(folder)) {
            try (var connection = connect(server);
                    var statement = connection.createStatement()) {
                statement.execute("create table letters (text varchar not null)");
                statement.execute("insert into letters values ('期貨')");
            }
            server.process().kill();
        }

        try (var server = PostgresServer.start(folder);
                var connection = connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select text from letters")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("期貨");
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }
}
