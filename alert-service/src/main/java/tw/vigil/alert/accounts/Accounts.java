package tw.vigil.alert.accounts;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;
import java.util.Optional;

/// The accounts of the service. Blocking.
public interface Accounts {
    /// Everybody, by name.
    List<Account> all();

    /// Those an alert can be given to, by name.
    List<Account> assignable();

    /// The account of that name.
    Optional<Account> account(String name);

    /// The account behind a signed-in identity; needs no database.
    ///
    /// @throws IllegalStateException when nobody is signed in
    Account of(SecurityIdentity identity);
}
