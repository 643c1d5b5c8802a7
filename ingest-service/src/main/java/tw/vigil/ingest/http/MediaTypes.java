package tw.vigil.ingest.http;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.intake.Format;

/// The content types that are accepted, and what each says of the body's form.
final class MediaTypes {
    private static final Set<String> ANY = Set.of(
            "application/json",
            "text/json",
            "text/plain",
            "application/octet-stream",
            "application/gzip",
            "application/x-gzip");
    private static final Set<String> LINES = Set.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/json-lines",
            "application/json-seq");
    private static final Set<String> CLOUD_EVENTS =
            Set.of("application/cloudevents+json", "application/cloudevents-batch+json");

    static final String ACCEPTED = "application/json, application/x-ndjson, application/gzip,"
            + " application/octet-stream, text/plain, application/cloudevents+json, application/cloudevents-batch+json";

    private MediaTypes() {}

    /// The form of a body of this type, or null when the type is not accepted. No type says nothing.
    static @Nullable Format format(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Format.ANY;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (CLOUD_EVENTS.contains(type)) {
            return Format.CLOUD_EVENTS;
        }
        if (LINES.contains(type)) {
            return Format.LINES;
        }
        return ANY.contains(type) ? Format.ANY : null;
    }

    /// Whether a body so encoded is understood. Gzip itself is known by its first bytes.
    static boolean knowsEncoding(@Nullable String contentEncoding) {
        return contentEncoding == null
                || switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
                    case "", "identity", "gzip", "x-gzip" -> true;
                    default -> false;
                };
    }
}
