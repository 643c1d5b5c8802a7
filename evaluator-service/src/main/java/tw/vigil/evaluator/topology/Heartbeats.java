package tw.vigil.evaluator.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.OwnEvent;

/// Beats of ingest instances, as they pass both stages: an event to the match stage, then what a signal is, then a
/// record for alert-service.
final class Heartbeats {
    /// Header of a record between the stages that is a beat and no signal.
    private static final String MARK = "vigil_heartbeat";

    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /// The beat that an event is; null for all other events.
    @Nullable
    Heartbeat begun(EventHeaders headers, byte[] value, Instant now) {
        if (!headers.sourceId().equals(OwnEvent.SOURCE)) {
            return null;
        }
        try {
            JsonNode event = json.readTree(value);
            JsonNode details = event.path("details");
            long every = details.path(Heartbeat.EVERY_SECONDS).asLong();
            String instance = details.path(Heartbeat.INSTANCE).asText();
            if (!event.path("action").asText().equals(Heartbeat.ACTION) || every < 1 || instance.isEmpty()) {
                return null;
            }
            Instant interval = Instant.parse(details.path(Heartbeat.INTERVAL).asText());
            Instant since = Instant.parse(details.path(Heartbeat.SINCE).asText());
            return new Heartbeat(instance, interval, since, every, headers.time(), now, null);
        } catch (IOException | DateTimeException _) {
            return null; // of another version of ingest-service, whose beats are not followed
        }
    }

    static Headers mark() {
        return new RecordHeaders().add(MARK, new byte[0]);
    }

    static boolean marks(Headers headers) {
        return headers.lastHeader(MARK) != null;
    }

    byte[] write(Heartbeat beat) {
        try {
            return json.writeValueAsBytes(beat);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and times can always be written", e);
        }
    }

    /// @throws IllegalArgumentException when the bytes are no beat
    Heartbeat read(byte[] value) {
        try {
            return json.readValue(value, Heartbeat.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("a heartbeat of another form", e);
        }
    }
}
