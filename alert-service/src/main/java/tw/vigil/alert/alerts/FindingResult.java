package tw.vigil.alert.alerts;

import java.util.Locale;

/// What a finding was when it came.
public enum FindingResult {
    /// Never seen.
    NEW,
    /// Seen with a lower revision.
    REVISION,
    /// Seen with this revision or a higher one; nothing was done.
    DUPLICATE,
    /// Not a finding; in quarantine.
    INVALID;

    /// Label of the metric and key of the accounting.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
