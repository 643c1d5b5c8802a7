package tw.vigil.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a source says of one record.
public sealed interface Reading {

    /// It is an audit record.
    ///
    /// @param id the provider's identity of the event; null when the record has none, then its bytes identify it
    /// @param time when it happened
    /// @param subject the resource acted upon
    /// @param account cloud account or cluster
    /// @param region cloud region
    /// @param logSource the Sigma log source, where records of one source differ in it; else null
    record Audit(
            @Nullable String id,
            Instant time,
            @Nullable String subject,
            @Nullable String account,
            @Nullable String region,
            @Nullable LogSource logSource)
            implements Reading {

        /// A record of the source's own log source.
        public Audit(
                @Nullable String id,
                Instant time,
                @Nullable String subject,
                @Nullable String account,
                @Nullable String region) {
            this(id, time, subject, account, region, null);
        }

        /// The same, in this account where the record names none.
        public Audit orAccount(@Nullable String configured) {
            return account != null ? this : new Audit(id, time, subject, configured, region, logSource);
        }

        /// The same, of this log source.
        public Audit of(LogSource other) {
            return new Audit(id, time, subject, account, region, other);
        }
    }

    /// It is a message of the delivery about itself, for example GitHub's `ping`: counted, and nothing more is
    /// done.
    ///
    /// @param kind stable code, for example `github_ping`
    record Control(String kind) implements Reading {}

    /// It is not.
    ///
    /// @param reason one of [Source#reasons()]
    /// @param detail what is missing and what is accepted; holds nothing out of the record
    record Rejected(String reason, String detail) implements Reading {}
}
