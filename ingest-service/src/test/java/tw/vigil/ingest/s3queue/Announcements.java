package tw.vigil.ingest.s3queue;

import com.fasterxml.jackson.databind.ObjectMapper;

/// Queue messages as AWS writes them.
public final class Announcements {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Announcements() {}

    /// @param encodedKey as S3 encodes it
    public static String ofS3(String bucket, String encodedKey) {
        return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"eu-west-1\","
                + "\"eventTime\":\"2026-08-20T10:20:01.123Z\",\"eventName\":\"ObjectCreated:Put\","
                + "\"userIdentity\":{\"principalId\":\"AWS:AROAEXAMPLE\"},\"s3\":{\"s3SchemaVersion\":\"1.0\","
                + "\"configurationId\":\"ct\",\"bucket\":{\"name\":\"" + bucket + "\",\"arn\":\"arn:aws:s3:::" + bucket
                + "\"},\"object\":{\"key\":\"" + encodedKey
                + "\",\"size\":1523,\"eTag\":\"d41d\",\"sequencer\":\"0055AED6DCD90281E5\"}}}]}";
    }

    public static String ofEventBridge(String bucket, String key) {
        return "{\"version\":\"0\",\"id\":\"17793124-05d4-b198-2fde-7ededc63b103\",\"detail-type\":\"Object Created\","
                + "\"source\":\"aws.s3\",\"account\":\"111122223333\",\"time\":\"2026-08-20T10:20:01Z\","
                + "\"region\":\"eu-west-1\",\"resources\":[\"arn:aws:s3:::" + bucket + "\"],\"detail\":{"
                + "\"version\":\"0\",\"bucket\":{\"name\":\"" + bucket + "\"},\"object\":{\"key\":\"" + key
                + "\",\"size\":1523,\"etag\":\"b194\",\"sequencer\":\"617f08299329d189\"},\"reason\":\"PutObject\"}}";
    }

    /// As SNS delivers without raw message delivery.
    public static String throughSns(String message) {
        var notification = JSON.createObjectNode();
        notification.put("Type", "Notification");
        notification.put("MessageId", "dc1e94d9-56c5-5e96-808d-cc7f68faa162");
        notification.put("TopicArn", "arn:aws:sns:eu-west-1:111122223333:ct");
        notification.put("Subject", "Amazon S3 Notification");
        notification.put("Message", message);
        notification.put("Timestamp", "2026-08-20T10:20:01.456Z");
        notification.put("SignatureVersion", "1");
        return notification.toString();
    }
}
