package tw.vigil.ingest.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Topics;
import tw.vigil.ingest.publish.KafkaUnavailableException;
import tw.vigil.ingest.publish.KeptTopics;
import tw.vigil.ingest.publish.TopicFollower;

/// Which records of the quarantine were sent again, by whom and to what end; on `vigil.replays`, so that no instance
/// sends one twice by accident.
@ApplicationScoped
public class Replays {
    /// @param by account of who asked for it
    /// @param outcome `accepted`, `quarantined` (it was rejected again) or `control`
    public record Note(Instant at, String by, String outcome) {}

    private static final Logger LOG = Logger.getLogger(Replays.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeptTopics topics;
    private final Map<String, Note> notes = new ConcurrentHashMap<>();
    private @Nullable TopicFollower follower;

    Replays(KeptTopics topics) {
        this.topics = topics;
    }

    void start(@Observes StartupEvent event) {
        follower = topics.follow(Topics.REPLAYS, this::take);
    }

    void stop(@Observes ShutdownEvent event) {
        if (follower != null) {
            follower.close();
        }
    }

    /// Whether all notes have been read; before, what was sent again already is not known.
    public boolean known() {
        return follower != null && follower.caughtUp();
    }

    /// The note on a record, or null when it was never sent again.
    public @Nullable Note of(QuarantinedRecord.Id id) {
        return notes.get(id.toString());
    }

    void note(QuarantinedRecord.Id id, Note note) throws KafkaUnavailableException {
        var json = JSON.createObjectNode();
        json.put("at", note.at().toString());
        json.put("by", note.by());
        json.put("outcome", note.outcome());
        try {
            topics.write(new ProducerRecord<String, byte @Nullable []>(
                    Topics.REPLAYS, id.toString(), JSON.writeValueAsBytes(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts serialises", e);
        }
        notes.put(id.toString(), note);
    }

    private void take(ConsumerRecord<String, byte @Nullable []> record) {
        byte[] value = record.value();
        if (value == null) {
            notes.remove(record.key());
            return;
        }
        try {
            JsonNode json = JSON.readTree(value);
            notes.put(
                    record.key(),
                    new Note(
                            Instant.parse(json.path("at").asText()),
                            json.path("by").asText(),
                            json.path("outcome").asText()));
        } catch (IOException | DateTimeException e) {
            LOG.errorf(
                    "note cannot be read topic=%s offset=%d cause=%s", record.topic(), record.offset(), e.toString());
        }
    }
}
