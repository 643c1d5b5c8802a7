package tw.vigil.alert.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Transactions. Blocking; called from virtual or worker threads.
@ApplicationScoped
public class Database {
    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    /// What is done within a transaction.
    @FunctionalInterface
    public interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /// What is done within a transaction and gives nothing.
    @FunctionalInterface
    public interface Task {
        void in(Transaction transaction) throws SQLException;
    }

    /// Commits what the work did, or nothing of it when it throws.
    ///
    /// @throws DatabaseAway when PostgreSQL cannot be reached or gave the transaction up; trying again may
    /// help
    public <T> T call(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            var transaction = new Transaction(connection);
            T result = commit(connection, transaction, work);
            transaction.runAfterCommit();
            return result;
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    /// As [#call], for work without a result.
    ///
    /// @throws DatabaseAway when PostgreSQL cannot be reached or gave the transaction up; trying again may
    /// help
    public void run(Task task) {
        var _ = call(transaction -> {
            task.in(transaction);
            return true;
        });
    }

    private static <T> T commit(Connection connection, Transaction transaction, Work<T> work) throws SQLException {
        try {
            T result = work.in(transaction);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// Classes 22 (data) and 23 (constraint) of SQLSTATE say that this very statement can never succeed.
    /// Everything else is the server's trouble: connection, crash, shutdown, deadlock, resources, a standby,
    /// missing rights; the pool reports a connection that it did not get in time without any state.
    private static RuntimeException translated(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"))
                ? new StatementRefused("the database refused a statement, state " + state, e)
                : new DatabaseAway("the database did not take the transaction", e);
    }
}
