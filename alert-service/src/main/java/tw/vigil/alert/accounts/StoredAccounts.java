package tw.vigil.alert.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tw.vigil.alert.storage.Database;
import tw.vigil.alert.storage.Transaction;

@ApplicationScoped
class StoredAccounts implements Accounts {
    private static final int COST = 12;

    private final Database database;
    private final Clock clock;

    StoredAccounts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// An account with the hash of its password.
    record Credentials(Account account, String passwordHash) {}

    @Override
    public List<Account> all() {
        return database.call(
                transaction -> transaction.rows("SELECT * FROM account ORDER BY name", StoredAccounts::account));
    }

    @Override
    public List<Account> assignable() {
        return all().stream().filter(Account::mayAct).toList();
    }

    @Override
    public Optional<Account> account(String name) {
        return credentials(name).map(Credentials::account);
    }

    @Override
    public Account of(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            throw new IllegalStateException("nobody is signed in");
        }
        return new Account(identity.getPrincipal().getName(), roles(identity.getRoles()));
    }

    Optional<Credentials> credentials(String name) {
        return database.call(transaction -> transaction.first(
                "SELECT * FROM account WHERE name = ?",
                row -> new Credentials(account(row), row.getString("password_hash")),
                name.toLowerCase(Locale.ROOT).replace("\u0000", "")));
    }

    /// Adds accounts unless there are any; false when there were.
    boolean addFirst(List<FirstAccount> accounts) {
        List<String> hashes =
                accounts.stream().map(first -> hash(first.password())).toList();
        return database.call(transaction -> {
            var _ = transaction.update("LOCK TABLE account IN EXCLUSIVE MODE");
            if (transaction.number("SELECT count(*) FROM account") > 0) {
                return false;
            }
            for (int i = 0; i < accounts.size(); i++) {
                var _ = transaction.update(
                        "INSERT INTO account (name, password_hash, roles, created_at) VALUES (?, ?, ?, ?)",
                        accounts.get(i).name(),
                        hashes.get(i),
                        List.of(accounts.get(i).role().wire()),
                        clock.instant());
            }
            return true;
        });
    }

    /// An account to be made at the first start.
    record FirstAccount(String name, Role role, String password) {
        @Override
        public String toString() {
            return "FirstAccount[name=" + name + "]";
        }
    }

    static String hash(String password) {
        return BcryptUtil.bcryptHash(password, COST);
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(row.getString("name"), roles(Transaction.texts(row, "roles")));
    }

    private static Set<Role> roles(java.util.Collection<String> names) {
        return Arrays.stream(Role.values())
                .filter(role -> names.contains(role.wire()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
