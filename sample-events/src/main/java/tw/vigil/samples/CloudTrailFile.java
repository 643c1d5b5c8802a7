package tw.vigil.samples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// A CloudTrail log file as it lies in S3: one document with all records. CloudTrail promises no order inside
/// it.
public record CloudTrailFile(List<ObjectNode> records) {

    public CloudTrailFile {
        records = List.copyOf(records);
    }

    public static CloudTrailFile of(CloudTrailEvent... events) {
        return of(List.of(events));
    }

    public static CloudTrailFile of(List<CloudTrailEvent> events) {
        return new CloudTrailFile(events.stream().map(CloudTrailEvent::toNode).toList());
    }

    public byte[] toJson() {
        var file = Json.object();
        file.putArray("Records").addAll(records);
        return Json.bytes(file);
    }

    public byte[] toGzip() {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(toJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
