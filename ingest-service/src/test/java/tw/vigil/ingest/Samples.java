package tw.vigil.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// Records as the vendors write them, with ids of the test's choice.
final class Samples {
    private Samples() {}

    static String cloudTrail(String id) {
        return "{\"eventVersion\":\"1.11\", \"userIdentity\":{\"type\":\"Root\",\"accountId\":\"111122223333\"},"
                + "\"eventTime\":\"2026-08-20T10:15:30Z\",\"eventSource\":\"cloudtrail.amazonaws.com\","
                + "\"eventName\":\"StopLogging\",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"198.51.100.7\","
                + "\"requestParameters\":{\"name\":\"主要\"},\"responseElements\":null,"
                + "\"resources\":[{\"ARN\":\"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main\"}],"
                + "\"eventID\":\"" + id + "\",\"recipientAccountId\":\"111122223333\"}";
    }

    static String kubernetes(String id) {
        return "{\"level\":\"Metadata\",\"auditID\":\"" + id + "\",\"stage\":\"ResponseComplete\",\"verb\":\"create\","
                + "\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"prod\",\"name\":\"web\","
                + "\"subresource\":\"exec\",\"apiVersion\":\"v1\"},"
                + "\"stageTimestamp\":\"2026-08-20T10:15:30.223456Z\"}";
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] gzip(String text) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
