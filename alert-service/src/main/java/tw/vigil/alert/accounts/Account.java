package tw.vigil.alert.accounts;

import java.util.Set;

/// A person who can sign in.
///
/// @param name unique, lower case
public record Account(String name, Set<Role> roles) {
    public Account {
        roles = Set.copyOf(roles);
    }

    /// True when the account may change alerts.
    public boolean mayAct() {
        return roles.contains(Role.ANALYST);
    }
}
