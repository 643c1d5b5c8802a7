package tw.vigil.evaluator.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import tw.vigil.event.Finding;

/// Findings as JSON.
final class FindingWriter {
    private final ObjectWriter writer = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerFor(Finding.class);

    byte[] write(Finding finding) {
        try {
            return writer.writeValueAsBytes(finding);
        } catch (JsonProcessingException e) {
            // a record of texts, numbers and times always has a JSON form
            throw new IllegalStateException("finding " + finding.findingId() + " has no JSON form", e);
        }
    }
}
