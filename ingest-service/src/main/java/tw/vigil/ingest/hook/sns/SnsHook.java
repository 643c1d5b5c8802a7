package tw.vigil.ingest.hook.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.Call;
import tw.vigil.ingest.hook.Hook;
import tw.vigil.ingest.hook.Reply;
import tw.vigil.ingest.hook.Secrets;
import tw.vigil.ingest.hook.Verdict;
import tw.vigil.ingest.hook.WebFetch;
import tw.vigil.ingest.publish.BusyException;

/// Amazon SNS. A message proves itself by the signature, and its topic must be one that the source takes, before any
/// address in it is called. Raw delivery is not signed: it needs a password, which SNS takes from the endpoint's
/// address
/// (`https://sns:password@…`) and sends when it is asked for one.
public final class SnsHook implements Hook {
    private static final Logger LOG = Logger.getLogger(SnsHook.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final int UNAUTHENTICATED = 401;
    private static final String BASIC = "Basic ";

    private final String sourceId;
    private final List<String> topics;
    private final Secrets passwords;
    private final SigningCertificates certificates;
    private final WebFetch web;

    /// @param topics names (ARN) of the topics that may deliver
    /// @param passwords of raw delivery
    public SnsHook(
            String sourceId, List<String> topics, Secrets passwords, SigningCertificates certificates, WebFetch web) {
        this.sourceId = sourceId;
        this.topics = List.copyOf(topics);
        this.passwords = passwords;
        this.certificates = certificates;
        this.web = web;
        for (String topic : topics) {
            if (SnsAddresses.region(topic) == null) {
                throw new IllegalArgumentException(
                        topic + " is no topic; one is arn:aws:sns:eu-west-1:111122223333:name");
            }
        }
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(12);
    }

    @Override
    public Verdict judge(Call call) throws IOException, BusyException {
        return "true".equalsIgnoreCase(call.header("x-amz-sns-rawdelivery")) ? raw(call) : signed(call.body(LARGEST));
    }

    /// SNS shows a password only after it was asked for one.
    @Override
    public Reply answer(Call call, Reply usual) {
        return usual.status() == UNAUTHENTICATED && passwords.exist()
                ? usual.withHeaders(Map.of("WWW-Authenticate", "Basic realm=\"vigil-ingest\""))
                : usual;
    }

    private Verdict raw(Call call) throws IOException, BusyException {
        if (!passwords.contain(password(call.header("authorization")))) {
            return Verdict.unknown("raw delivery is not signed, and shows no password of the source");
        }
        String topic = call.header("x-amz-sns-topic-arn");
        return topic != null && topics.contains(topic)
                ? Verdict.Take.of(call.body(LARGEST))
                : new Verdict.Forbidden("the topic is none that this source takes");
    }

    private static @Nullable String password(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private Verdict signed(byte[] body) {
        SnsMessage message;
        try {
            JsonNode json = JSON.readTree(body);
            message = new SnsMessage(json);
        } catch (IOException _) {
            return Verdict.unknown("the body is no message of SNS");
        }
        String region = SnsAddresses.region(message.topic());
        // first the topic: strangers cause no traffic
        if (region == null || !topics.contains(message.topic())) {
            return Verdict.unknown("the topic is none that the source takes");
        }
        URI address = SnsAddresses.certificate(message.text("SigningCertURL"), region);
        if (address == null) {
            return Verdict.forged("SigningCertURL is no address of SNS in the topic's region");
        }
        try {
            PublicKey key = certificates.key(address, region);
            if (key == null) {
                return Verdict.forged("the certificate at SigningCertURL is not one of SNS");
            }
            return verified(message, key)
                    ? genuine(message, region, body)
                    : Verdict.forged("the signature does not hold");
        } catch (IOException e) {
            LOG.warnf("signing certificate not fetched sourceId=%s cause=%s", sourceId, e.toString());
            return new Verdict.Undecided("the signing certificate cannot be fetched");
        }
    }

    private static boolean verified(SnsMessage message, PublicKey key) {
        String algorithm = message.algorithm();
        byte[] signed = message.signed();
        byte[] signature = message.signature();
        if (algorithm == null || signed == null || signature == null) {
            return false;
        }
        try {
            var verification = Signature.getInstance(algorithm);
            verification.initVerify(key);
            verification.update(signed);
            return verification.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private Verdict genuine(SnsMessage message, String region, byte[] body) {
        return switch (message.text("Type")) {
            case SnsMessage.NOTIFICATION -> Verdict.Take.of(body);
            case SnsMessage.SUBSCRIPTION -> confirm(message, region);
            case SnsMessage.END_OF_SUBSCRIPTION -> {
                LOG.warnf(
                        "subscription has ended, nothing comes from it any more sourceId=%s topic=%s",
                        sourceId, message.topic());
                yield new Verdict.Handshake(Reply.OK);
            }
            default -> new Verdict.Malformed("Type is none that SNS has");
        };
    }

    private Verdict confirm(SnsMessage message, String region) {
        URI address = SnsAddresses.confirmation(message.text("SubscribeURL"), region, message.topic());
        if (address == null) {
            return new Verdict.Malformed("SubscribeURL is no address of SNS that confirms a subscription to the topic");
        }
        try {
            web.get(address, LARGEST_ANSWER);
            LOG.infof("subscription confirmed sourceId=%s topic=%s", sourceId, message.topic());
            return new Verdict.Handshake(Reply.OK);
        } catch (IOException e) {
            LOG.warnf(
                    "subscription not confirmed sourceId=%s topic=%s cause=%s",
                    sourceId, message.topic(), e.toString());
            return new Verdict.Undecided("the subscription cannot be confirmed");
        }
    }
}
