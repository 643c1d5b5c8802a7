package tw.vigil.ingest.protect;

import java.util.Locale;

/// How surely a value is what it looks like, or, of a company's number, how little it matters.
enum Confidence {
    LOW,
    MEDIUM,
    HIGH;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
