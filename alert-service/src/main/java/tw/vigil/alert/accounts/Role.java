package tw.vigil.alert.accounts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What an account may do.
public enum Role {
    /// Works on alerts.
    ANALYST,
    /// Reads everything and changes nothing.
    AUDITOR;

    /// Name of [#ANALYST] for `@RolesAllowed`.
    public static final String ANALYST_NAME = "analyst";

    /// Name of [#AUDITOR] for `@RolesAllowed`.
    public static final String AUDITOR_NAME = "auditor";

    /// As it is stored and as the security layer names it.
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
