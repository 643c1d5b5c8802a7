package tw.vigil.evaluator.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.json.RecordJson;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Heartbeat;
import tw.vigil.event.OwnEvent;

/// Beats of ingest instances, as they pass both stages: an event to the match stage, then what a signal is, then a
/// record for alert-service.
final class Heartbeats {
    /// Header of a record between the stages that is a beat and no signal.
    private static final String MARK = "vigil_heartbeat";

    private Heartbeats() {}

    /// The beat that an event is; null for all other events.
    static @Nullable Heartbeat begun(EventHeaders headers, byte[] value, Instant now) {
        if (!headers.sourceId().equals(OwnEvent.SOURCE)) {
            return null;
        }
        try {
            JsonNode event = RecordJson.MAPPER.readTree(value);
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

    static byte[] write(Heartbeat beat) {
        try {
            return RecordJson.MAPPER.writeValueAsBytes(beat);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and times can always be written", e);
        }
    }

    /// @throws IllegalArgumentException when the bytes are no beat
    static Heartbeat read(byte[] value) {
        try {
            return RecordJson.MAPPER.readValue(value, Heartbeat.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("a heartbeat of another form", e);
        }
    }
}
