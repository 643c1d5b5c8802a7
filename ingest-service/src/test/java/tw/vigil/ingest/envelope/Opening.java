package tw.vigil.ingest.envelope;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.record.Paths;
import tw.vigil.ingest.record.ReadResult;

/// Opens envelopes from their text.
final class Opening {
    private Opening() {}

    static @Nullable Opened of(Envelope envelope, String json) {
        return envelope.open(read(json));
    }

    static Opened of(String json) {
        var opening = KnownEnvelopes.all().open(read(json));
        if (opening == null) {
            throw new AssertionError("no envelope knows " + json);
        }
        return opening.opened();
    }

    private static JsonRecord read(String json) {
        var reader = new JsonRecord.Reader(100);
        var result = reader.read(
                json.getBytes(StandardCharsets.UTF_8),
                Paths.of(KnownEnvelopes.all().fields()));
        return switch (result) {
            case ReadResult.Read(var record) -> record;
            case ReadResult.Malformed(var reason, var detail) ->
                throw new IllegalArgumentException(reason + ": " + detail + ": " + json);
        };
    }
}
