package tw.vigil.ingest.m365;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The API did not do what it was asked for.
final class ApiException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What can be done about it.
    enum Kind {
        /// Too many calls; come again after [#retryAfter()].
        THROTTLED,
        /// The application lacks a permission, or the secret is wrong.
        DENIED,
        /// The content is older than seven days.
        EXPIRED,
        /// Anything else.
        FAILED
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    ApiException(Kind kind, String message, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    /// As the API said, or null.
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
