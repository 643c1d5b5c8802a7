package tw.vigil.evaluator.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import tw.vigil.evaluator.json.RecordJson;
import tw.vigil.event.Finding;

/// Findings as JSON.
final class FindingWriter {
    private final ObjectWriter writer = RecordJson.MAPPER.writerFor(Finding.class);

    byte[] write(Finding finding) {
        try {
            return writer.writeValueAsBytes(finding);
        } catch (JsonProcessingException e) {
            // a record of texts, numbers and times always has a JSON form
            throw new IllegalStateException("finding " + finding.findingId() + " has no JSON form", e);
        }
    }
}
