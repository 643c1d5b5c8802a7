package tw.vigil.ingest.hook.sns;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message of SNS to an HTTPS endpoint, and what of it is signed.
final class SnsMessage {
    static final String NOTIFICATION = "Notification";
    static final String SUBSCRIPTION = "SubscriptionConfirmation";
    static final String END_OF_SUBSCRIPTION = "UnsubscribeConfirmation";

    private static final List<String> OF_NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> OF_CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    private static final String OPTIONAL = "Subject";

    private final JsonNode fields;

    SnsMessage(JsonNode fields) {
        this.fields = fields;
    }

    /// The field's text; empty when it is absent or no text.
    String text(String field) {
        JsonNode value = fields.path(field);
        return value.isTextual() ? value.asText() : "";
    }

    String topic() {
        return text("TopicArn");
    }

    /// The algorithm of the signature, or null when the version is none that SNS has.
    @Nullable
    String algorithm() {
        return switch (text("SignatureVersion")) {
            case "1" -> "SHA1withRSA";
            case "2" -> "SHA256withRSA";
            default -> null;
        };
    }

    byte @Nullable [] signature() {
        try {
            return Base64.getDecoder().decode(text("Signature"));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// What is signed: `name\nvalue\n` of certain fields in byte order; null when one of them is missing.
    byte @Nullable [] signed() {
        var signed = new StringBuilder();
        for (String field : text("Type").equals(NOTIFICATION) ? OF_NOTIFICATION : OF_CONFIRMATION) {
            if (fields.path(field).isTextual()) {
                signed.append(field).append('\n').append(text(field)).append('\n');
            } else if (!field.equals(OPTIONAL)) {
                return null;
            }
        }
        return signed.toString().getBytes(StandardCharsets.UTF_8);
    }
}
