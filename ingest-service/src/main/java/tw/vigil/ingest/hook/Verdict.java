package tw.vigil.ingest.hook;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import tw.vigil.ingest.intake.Format;

/// What a hook says of a request.
public sealed interface Verdict {

    /// It is the vendor's: take the body.
    ///
    /// @param hints see [tw.vigil.ingest.record.JsonRecord#hint]
    record Take(InputStream body, Format format, Map<String, String> hints) implements Verdict {
        public Take {
            hints = Map.copyOf(hints);
        }

        static Take of(InputStream body) {
            return new Take(body, Format.ANY, Map.of());
        }

        public static Take of(byte[] body) {
            return of(new ByteArrayInputStream(body));
        }
    }

    /// A handshake, with its answer; it holds no events.
    record Handshake(Reply reply) implements Verdict {}

    /// It does not prove itself.
    ///
    /// @param forged whether it shows a proof that does not hold, rather than none or an unknown one
    /// @param reason for the operator's log; the sender is told nothing. Holds nothing that the sender wrote
    record Unproven(boolean forged, String reason) implements Verdict {}

    /// It proves itself, and is about something that this source does not take.
    record Forbidden(String detail) implements Verdict {}

    /// It proves itself, and does not look like what the vendor sends.
    record Malformed(String detail) implements Verdict {}

    /// Whether it proves itself cannot be said now, because what that needs cannot be fetched.
    record Undecided(String detail) implements Verdict {}

    /// No proof, or one that nobody has given out.
    static Verdict unknown(String reason) {
        return new Unproven(false, reason);
    }

    /// A proof that does not hold.
    static Verdict forged(String reason) {
        return new Unproven(true, reason);
    }
}
