package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import tw.vigil.event.EventHeaders;

/// A record on `vigil.events`, as ingest-service writes it.
record AuditRecord(String id, String json, Map<String, byte[]> headers) {
    static final String SOURCE = "aws.cloudtrail";
    static final String ALICE = "arn:aws:iam::111122223333:user/alice";

    static AuditRecord stopLogging(String id, String time) {
        return of(id, time, "StopLogging", ALICE);
    }

    static AuditRecord deleteSnapshot(String id, String time) {
        return of(id, time, "DeleteSnapshot", ALICE);
    }

    static AuditRecord deleteSnapshotBy(String arn, String id, String time) {
        return of(id, time, "DeleteSnapshot", arn);
    }

    static AuditRecord of(String id, String time, String name, String arn) {
        String json = """
                {"eventID":"%s","eventTime":"%s","eventName":"%s","userIdentity":{"arn":"%s"}}""".formatted(id, time, name, arn);
        return raw(id, time, json);
    }

    static AuditRecord raw(String id, String time, String json) {
        Instant at = Instant.parse(time);
        var headers = new EventHeaders(
                id,
                "//aws/111122223333",
                EventHeaders.TYPE_PREFIX + SOURCE,
                at,
                null,
                "aws",
                "cloudtrail",
                null,
                "111122223333",
                "ap-northeast-1",
                null,
                at.plusSeconds(60),
                SOURCE,
                Sha256.hex(json));
        return new AuditRecord(id, json, headers.toMap());
    }

    AuditRecord without(String header) {
        var fewer = new HashMap<>(headers);
        fewer.remove(header);
        return new AuditRecord(id, json, fewer);
    }

    AuditRecord with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value.getBytes(StandardCharsets.UTF_8));
        return new AuditRecord(id, json, more);
    }

    byte[] key() {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    byte[] value() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    Headers kafkaHeaders() {
        var result = new RecordHeaders();
        headers.forEach(result::add);
        return result;
    }
}
