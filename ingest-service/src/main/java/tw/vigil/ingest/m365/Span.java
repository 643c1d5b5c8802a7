package tw.vigil.ingest.m365;

import java.time.Duration;
import java.time.Instant;

/// A span of time to ask content of: at most a day, at most seven days ago, as the API demands.
///
/// @param lost what lies between the end of the last span and seven days ago: too old to be had
record Span(Instant from, Instant to, Duration lost) {
    static final Duration OLDEST = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(1);
    /// The clocks of both sides differ, and answers take time.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /// @param done up to when everything was taken
    static Span after(Instant done, Instant now) {
        Instant oldest = now.minus(OLDEST).plus(MARGIN);
        Instant from = done.isBefore(oldest) ? oldest : done;
        Instant to = from.plus(LONGEST);
        return new Span(from, to.isAfter(now) ? now : to, Duration.between(done, from));
    }

    /// Up to when everything is taken once this span is.
    Instant done(Instant now, Duration overlap) {
        Instant certain = now.minus(overlap);
        Instant end = to.isAfter(certain) ? certain : to;
        return end.isBefore(from) ? from : end;
    }
}
