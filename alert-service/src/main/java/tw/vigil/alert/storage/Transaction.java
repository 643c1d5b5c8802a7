package tw.vigil.alert.storage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One transaction: statements, and what is to happen once it is committed.
///
/// Arguments are bound by type: [Instant] as `timestamptz`, a collection of text as `text[]`, everything else
/// as JDBC takes it.
public final class Transaction {
    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /// Reads one row.
    @FunctionalInterface
    public interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /// Runs the task after the commit, on the same thread; not at all when the transaction is rolled back.
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    /// Executes an `INSERT`, `UPDATE` or `DELETE`; the number of rows touched.
    public int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (var statement = bound(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /// All rows of a query, or of a statement with `RETURNING`.
    public <R> List<R> rows(String sql, RowReader<R> reader, @Nullable Object... arguments) throws SQLException {
        try (var statement = bound(sql, arguments);
                var result = statement.executeQuery()) {
            var rows = new ArrayList<R>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        }
    }

    /// The first row, if any.
    public <R> Optional<R> first(String sql, RowReader<R> reader, @Nullable Object... arguments) throws SQLException {
        return rows(sql, reader, arguments).stream().findFirst();
    }

    /// The one value of a query that always gives a number.
    public long number(String sql, @Nullable Object... arguments) throws SQLException {
        return first(sql, row -> row.getLong(1), arguments).orElseThrow();
    }

    /// A `timestamptz` column that is never null.
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// A `timestamptz` column that may be null.
    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// A `text[]` column.
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    void runAfterCommit() {
        afterCommit.forEach(Runnable::run);
    }

    private PreparedStatement bound(String sql, @Nullable Object[] arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                bind(statement, i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, int position, @Nullable Object argument) throws SQLException {
        switch (argument) {
            case null -> statement.setObject(position, null);
            case Instant time -> statement.setObject(position, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
            case Collection<?> texts -> statement.setArray(position, connection.createArrayOf("text", texts.toArray()));
            default -> statement.setObject(position, argument);
        }
    }
}
