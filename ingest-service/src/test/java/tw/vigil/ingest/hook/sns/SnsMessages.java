package tw.vigil.ingest.hook.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/// Messages as SNS signs and sends them.
public final class SnsMessages {
    public static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:ct";
    public static final String CERTIFICATE =
            "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
    public static final String CONFIRMATION =
            "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=2336412f37";

    private static final List<String> OF_NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> OF_CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    private SnsMessages() {}

    public static ObjectNode notification(String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Type", "Notification")
                .put("MessageId", "dc1e94d9-56c5-5e96-808d-cc7f68faa162")
                .put("TopicArn", TOPIC)
                .put("Subject", "Amazon S3 Notification")
                .put("Message", message)
                .put("Timestamp", "2026-08-20T10:20:01.456Z")
                .put("SignatureVersion", "1")
                .put("SigningCertURL", CERTIFICATE)
                .put("UnsubscribeURL", "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn");
    }

    public static ObjectNode confirmation(String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Type", type)
                .put("MessageId", "165545c9-2a5c-472c-8df2-7ff2be2b3b1b")
                .put("Token", "2336412f37")
                .put("TopicArn", TOPIC)
                .put("Message", "You have chosen to subscribe …\nTo confirm, visit the SubscribeURL")
                .put("SubscribeURL", CONFIRMATION)
                .put("Timestamp", "2026-08-20T10:00:00.000Z")
                .put("SignatureVersion", "1")
                .put("SigningCertURL", CERTIFICATE);
    }

    /// Signs by the version that the message names.
    public static String signed(ObjectNode message, PrivateKey key) {
        var text = new StringBuilder();
        boolean notification = message.path("Type").asText().equals("Notification");
        for (String field : notification ? OF_NOTIFICATION : OF_CONFIRMATION) {
            if (message.has(field)) {
                text.append(field)
                        .append('\n')
                        .append(message.path(field).asText())
                        .append('\n');
            }
        }
        try {
            var signature = Signature.getInstance(
                    message.path("SignatureVersion").asText().equals("2") ? "SHA256withRSA" : "SHA1withRSA");
            signature.initSign(key);
            signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return message.put("Signature", Base64.getEncoder().encodeToString(signature.sign()))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
