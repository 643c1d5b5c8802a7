package tw.vigil.ingest.hook.sns;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The only addresses that a message of SNS may make us call: of SNS, in the topic's own region. The text is matched as
/// a whole before anything parses it, so there is no user, port, fragment or other host that a parser could see in it.
final class SnsAddresses {
    private static final String REGION = "[a-z]{2}(?:-[a-z]{2,16}){1,3}-[0-9]{1,2}";
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]{0,16}:sns:(" + REGION + "):[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\\.fifo)?");
    private static final Pattern CERTIFICATE = Pattern.compile("/[A-Za-z0-9_-]{1,128}\\.pem");
    private static final Pattern CONFIRMATION =
            Pattern.compile("/\\?Action=ConfirmSubscription&[A-Za-z0-9=&%:._~+-]{1,4096}");

    private SnsAddresses() {}

    /// The region of a topic, or null when the text is no topic's name.
    static @Nullable String region(String topicArn) {
        var topic = TOPIC.matcher(topicArn);
        return topic.matches() ? topic.group(1) : null;
    }

    /// The address of a signing certificate, or null when the text is none in the region.
    static @Nullable URI certificate(String text, String region) {
        return in(text, region, CERTIFICATE);
    }

    /// The address that confirms a subscription, or null when the text is none of this topic.
    static @Nullable URI confirmation(String text, String region, String topicArn) {
        URI address = in(text, region, CONFIRMATION);
        return address != null && ("&" + address.getQuery() + "&").contains("&TopicArn=" + topicArn + "&")
                ? address
                : null;
    }

    private static @Nullable URI in(String text, String region, Pattern rest) {
        String base = "https://sns." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
        return text.startsWith(base)
                        && rest.matcher(text.substring(base.length())).matches()
                ? parse(text)
                : null;
    }

    private static @Nullable URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
