package tw.vigil.evaluator.canary;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import tw.vigil.evaluator.json.RecordJson;

/// A rule fired on its canary; the value of a record on `vigil.proofs`, whose key is the rule's id.
///
/// @param version hash of the rule's text
/// @param sent when the canary's events were sent
/// @param proven when the rule had spoken
/// @param finding id that its finding would have had
public record Proof(
        @JsonProperty("rule_id") String ruleId,
        @JsonProperty("version") String version,
        @JsonProperty("sent") Instant sent,
        @JsonProperty("proven") Instant proven,
        @JsonProperty("finding_id") String finding) {

    /// From the sending of the events to the finding.
    public Duration latency() {
        return Duration.between(sent, proven);
    }

    public byte[] toBytes() {
        try {
            return RecordJson.MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and times can always be written", e);
        }
    }

    /// @throws IOException when the bytes are no proof
    public static Proof from(byte[] bytes) throws IOException {
        return RecordJson.MAPPER.readValue(bytes, Proof.class);
    }
}
