package tw.vigil.ingest.protect;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;

/// All detectors.
final class Detectors {
    private Detectors() {}

    /// @param orgDomains the firm's own domains, lower-case
    /// @param accounts the firm's own forms of account numbers
    static List<Detector> all(Set<String> orgDomains, List<Pattern> accounts) {
        return List.of(
                new Secrets(),
                new CardNumbers(),
                new IdentityNumbers(),
                new Accounts(accounts),
                new PlainNumbers(),
                new Phones(),
                new Emails(orgDomains));
    }
}
