package tw.vigil.evaluator.canary;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

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

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// From the sending of the events to the finding.
    public Duration latency() {
        return Duration.between(sent, proven);
    }

    public byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and times can always be written", e);
        }
    }

    /// @throws IOException when the bytes are no proof
    public static Proof from(byte[] bytes) throws IOException {
        return JSON.readValue(bytes, Proof.class);
    }
}
