package tw.vigil.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Builds one CloudTrail record; starts in [CloudTrail]. A builder may be asked for its JSON several times and
/// gives the same record, as a redelivery does.
public final class CloudTrailEvent {
    private static final Pattern READ_ONLY = Pattern.compile("^(Get|List|Describe|Head|Lookup|BatchGet).*");

    private final String source;
    private final String name;
    private final String type;
    private String id = UUID.randomUUID().toString();
    private Identity identity = new Identity.AssumedRole("Operator", "chen");
    private boolean mfa;
    private String account = CloudTrail.ACCOUNT;
    private String region = "ap-east-2";
    private String address = "203.0.113.10";
    private String userAgent = "aws-cli/2.27.1 md/awscrt#0.26.1 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13";
    private Instant time = Instant.parse("2026-08-20T10:15:30Z");
    private JsonNode request = NullNode.getInstance();
    private JsonNode response = NullNode.getInstance();
    private @Nullable ObjectNode additional;
    private @Nullable JsonNode details;
    private @Nullable String errorCode;
    private @Nullable String errorMessage;

    CloudTrailEvent(String source, String name, String type) {
        this.source = source;
        this.name = name;
        this.type = type;
    }

    public CloudTrailEvent by(String iamUser) {
        return by(new Identity.IamUser(iamUser));
    }

    public CloudTrailEvent byRole(String role, String session) {
        return by(new Identity.AssumedRole(role, session));
    }

    public CloudTrailEvent byRoot() {
        return by(new Identity.Root());
    }

    /// A call that a service makes: its host name stands where an address and a user agent would.
    public CloudTrailEvent byService(String host) {
        address = host;
        userAgent = host;
        return by(new Identity.Service(host));
    }

    public CloudTrailEvent by(Identity identity) {
        this.identity = identity;
        return this;
    }

    public CloudTrailEvent from(String ipAddress) {
        this.address = ipAddress;
        return this;
    }

    /// CloudTrail has a resolution of one second: the rest is cut.
    public CloudTrailEvent at(Instant time) {
        this.time = time.truncatedTo(ChronoUnit.SECONDS);
        return this;
    }

    public CloudTrailEvent at(String time) {
        return at(Instant.parse(time));
    }

    public CloudTrailEvent inAccount(String account) {
        this.account = account;
        return this;
    }

    public CloudTrailEvent inRegion(String region) {
        this.region = region;
        return this;
    }

    public CloudTrailEvent userAgent(String userAgent) {
        this.userAgent = userAgent;
        return this;
    }

    public CloudTrailEvent withId(String id) {
        this.id = id;
        return this;
    }

    /// For a sign-in `additionalEventData.MFAUsed`, for a call the session's `mfaAuthenticated`.
    public CloudTrailEvent withMfa() {
        mfa = true;
        return isSignIn() ? signInWithMfa(true) : this;
    }

    public CloudTrailEvent withoutMfa() {
        mfa = false;
        return isSignIn() ? signInWithMfa(false) : this;
    }

    public CloudTrailEvent requesting(JsonNode requestParameters) {
        this.request = requestParameters;
        return this;
    }

    public CloudTrailEvent requesting(String json) {
        return requesting(Json.parse(json));
    }

    public CloudTrailEvent responding(JsonNode responseElements) {
        this.response = responseElements;
        return this;
    }

    public CloudTrailEvent responding(String json) {
        return responding(Json.parse(json));
    }

    /// What a service tells of its own doing.
    public CloudTrailEvent detailing(String json) {
        this.details = Json.parse(json);
        return this;
    }

    /// The call failed. A failed sign-in has no error code: it says so in `responseElements` and `errorMessage`
    /// only.
    public CloudTrailEvent failing(String errorCode, String errorMessage) {
        this.errorMessage = errorMessage;
        if (isSignIn()) {
            return responding("{\"ConsoleLogin\":\"Failure\"}");
        }
        this.errorCode = errorCode;
        return responding(NullNode.getInstance());
    }

    /// The call was refused for want of rights; EC2 spells that code its own way.
    public CloudTrailEvent denied() {
        String code = source.startsWith("ec2.") ? "Client.UnauthorizedOperation" : "AccessDenied";
        return failing(code, "You are not authorized to perform this operation.");
    }

    CloudTrailEvent signInWithMfa(boolean used) {
        additional = Json.object()
                .put("LoginTo", "https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true")
                .put("MobileVersion", "No")
                .put("MFAUsed", used ? "Yes" : "No");
        return this;
    }

    public Instant time() {
        return time;
    }

    public String id() {
        return id;
    }

    /// The record in CloudTrail's own field order.
    public ObjectNode toNode() {
        var record = Json.object().put("eventVersion", "1.11");
        var user = identity.toJson(account, time, mfa);
        if (isSignIn()) {
            user.remove("accessKeyId");
        }
        record.set("userIdentity", user);
        record.put("eventTime", time.toString())
                .put("eventSource", source)
                .put("eventName", name)
                .put("awsRegion", region)
                .put("sourceIPAddress", address)
                .put("userAgent", source.startsWith("s3.") ? "[" + userAgent + "]" : userAgent);
        if (errorCode != null) {
            record.put("errorCode", errorCode);
        }
        if (errorMessage != null) {
            record.put("errorMessage", errorMessage);
        }
        record.set("requestParameters", request);
        record.set("responseElements", response);
        if (additional != null) {
            record.set("additionalEventData", additional);
        }
        if (!isSignIn()) {
            record.put("requestID", requestId());
        }
        record.put("eventID", id)
                .put("readOnly", READ_ONLY.matcher(name).matches())
                .put("eventType", type)
                .put("managementEvent", true)
                .put("recipientAccountId", account)
                .put("eventCategory", "Management");
        if (details != null) {
            record.set("serviceEventDetails", details);
        }
        if (!(identity instanceof Identity.Service)) {
            record.set(
                    "tlsDetails",
                    Json.object()
                            .put("tlsVersion", "TLSv1.3")
                            .put("cipherSuite", "TLS_AES_128_GCM_SHA256")
                            .put("clientProvidedHostHeader", host()));
        }
        return record;
    }

    public byte[] toJson() {
        return Json.bytes(toNode());
    }

    private boolean isSignIn() {
        return type.equals("AwsConsoleSignIn");
    }

    private String host() {
        if (isSignIn()) {
            return "signin.aws.amazon.com";
        }
        return source.replace(".amazonaws.com", "." + region + ".amazonaws.com");
    }

    private String requestId() {
        return UUID.nameUUIDFromBytes(("request of " + id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
