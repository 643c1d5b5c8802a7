package tw.vigil.alert.alerts;

import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Account;

/// What a person does with an alert. Blocking; each call is one transaction and one timeline entry.
///
/// `version` is the one that the person saw; when the alert has changed since, the action is refused. Null
/// takes the alert as it is. Every method throws [ActionRefused] and changes nothing when it may not be done.
public interface AlertActions {
    /// Takes a new alert into hand; who acknowledges becomes its assignee unless it has one.
    Alert acknowledge(String id, Account who, @Nullable Integer version, @Nullable String comment);

    /// Says that work has begun; acknowledges too when nobody had.
    Alert start(String id, Account who, @Nullable Integer version, @Nullable String comment);

    /// Gives the alert to an analyst.
    Alert assign(String id, Account who, @Nullable Integer version, String assignee, @Nullable String comment);

    /// Adds a comment; closed alerts take comments too.
    Alert comment(String id, Account who, String comment);

    /// Closes the alert for good; the comment is mandatory.
    Alert close(String id, Account who, @Nullable Integer version, Verdict verdict, String comment);
}
