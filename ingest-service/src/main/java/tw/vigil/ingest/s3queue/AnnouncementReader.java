package tw.vigil.ingest.s3queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads queue messages in every form in which AWS announces objects: S3 event notifications, straight or through SNS
/// (raw or not), EventBridge's `Object Created`, and CloudTrail's own messages. Only keys of S3 event notifications are
/// URL-encoded, as a form is: `+` is a space there and a plus everywhere else.
final class AnnouncementReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLOUDTRAIL_TEST = "CloudTrail validation message.";
    private static final String ACCEPTED = "; accepted are S3 event notifications, the same through SNS, EventBridge's"
            + " Object Created and CloudTrail's notifications";
    /// EventBridge through SNS is one envelope in another; more is not sent by anybody.
    private static final int DEEPEST_ENVELOPE = 3;

    private AnnouncementReader() {}

    static Announcement read(String body) {
        return read(body, 0);
    }

    private static Announcement read(String body, int depth) {
        if (body.strip().equals(CLOUDTRAIL_TEST)) {
            return new Announcement.Control(CLOUDTRAIL_TEST);
        }
        JsonNode message;
        try {
            message = JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return unreadable("the message is not JSON");
        }
        if (message == null || !message.isObject()) {
            return unreadable("the message is no JSON object");
        }
        if (message.has("Type") && message.has("TopicArn")) {
            return ofSns(message, depth);
        }
        if ("s3:TestEvent".equals(text(message, "Event"))) {
            return new Announcement.Control("s3:TestEvent");
        }
        if (message.has("detail-type")) {
            return ofEventBridge(message);
        }
        if (message.has("s3ObjectKey")) {
            return ofCloudTrail(message);
        }
        return message.path("Records").isArray()
                ? ofS3(message.path("Records"))
                : unreadable("the message has none of Records, detail-type, s3ObjectKey, Message");
    }

    private static Announcement ofSns(JsonNode message, int depth) {
        String inner = text(message, "Message");
        if (!"Notification".equals(text(message, "Type"))) {
            return unreadable("an SNS subscription of this queue waits to be confirmed, or was ended");
        }
        if (inner == null || depth == DEEPEST_ENVELOPE) {
            return unreadable("the SNS notification holds no message");
        }
        return read(inner, depth + 1);
    }

    private static Announcement ofS3(JsonNode records) {
        List<ObjectRef> objects = new ArrayList<>();
        for (JsonNode record : records) {
            String event = text(record, "eventName");
            if (event != null && !isCreation(event)) {
                continue;
            }
            JsonNode s3 = record.path("s3");
            String bucket = text(s3.path("bucket"), "name");
            String key = decoded(text(s3.path("object"), "key"));
            if (bucket == null || key == null) {
                return unreadable("a record has no s3.bucket.name, or no s3.object.key that is URL-encoded");
            }
            objects.add(new ObjectRef(bucket, key, text(s3.path("object"), "versionId")));
        }
        return new Announcement.Objects(objects);
    }

    private static Announcement ofEventBridge(JsonNode event) {
        if (!"Object Created".equals(text(event, "detail-type"))) {
            return "aws.s3".equals(text(event, "source"))
                    ? new Announcement.Objects(List.of())
                    : unreadable("the EventBridge event is none of S3");
        }
        JsonNode detail = event.path("detail");
        String bucket = text(detail.path("bucket"), "name");
        String key = text(detail.path("object"), "key");
        return bucket == null || key == null
                ? unreadable("the EventBridge event has no detail.bucket.name or no detail.object.key")
                : new Announcement.Objects(
                        List.of(new ObjectRef(bucket, key, text(detail.path("object"), "version-id"))));
    }

    private static Announcement ofCloudTrail(JsonNode message) {
        String bucket = text(message, "s3Bucket");
        List<ObjectRef> objects = new ArrayList<>();
        for (JsonNode key : message.path("s3ObjectKey")) {
            if (bucket == null || !key.isTextual()) {
                return unreadable("CloudTrail's notification has no s3Bucket, or a key that is no text");
            }
            objects.add(new ObjectRef(bucket, key.textValue(), null));
        }
        return objects.isEmpty()
                ? unreadable("CloudTrail's notification names no object")
                : new Announcement.Objects(objects);
    }

    /// `ObjectCreated:Put` and its like, in some forms with `s3:` before it.
    private static boolean isCreation(String event) {
        return event.startsWith("ObjectCreated:") || event.startsWith("s3:ObjectCreated:");
    }

    private static @Nullable String decoded(@Nullable String key) {
        try {
            return key == null ? null : URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode node, String field) {
        String text = node.path(field).textValue();
        return text == null || text.isEmpty() ? null : text;
    }

    private static Announcement unreadable(String what) {
        return new Announcement.Unreadable(what + ACCEPTED);
    }
}
