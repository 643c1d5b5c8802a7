package tw.vigil.samples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Who made a CloudTrail call: what becomes the record's `userIdentity`. The forms differ in which fields
/// exist; only an IAM user has `userName`, only a role has a session issuer, a service has no principal at all.
public sealed interface Identity {

    record IamUser(String name) implements Identity {}

    /// @param session role session name; for an instance its id, for federated people their user name
    record AssumedRole(String role, String session) implements Identity {}

    record Root() implements Identity {}

    /// @param host for example `ec2.amazonaws.com`; also stands as source address and user agent
    record Service(String host) implements Identity {}

    /// The `userIdentity` object.
    default ObjectNode toJson(String account, Instant time, boolean mfa) {
        var json = Json.object();
        switch (this) {
            case IamUser(var name) -> {
                json.put("type", "IAMUser")
                        .put("principalId", "AIDA" + token(name, 17))
                        .put("arn", "arn:aws:iam::" + account + ":user/" + name)
                        .put("accountId", account)
                        .put("accessKeyId", "AKIA" + token(name + "key", 16))
                        .put("userName", name);
                if (mfa) {
                    json.set("sessionContext", session(Json.object(), time, true));
                }
            }
            case AssumedRole(var role, var sessionName) -> {
                String roleId = "AROA" + token(role, 17);
                json.put("type", "AssumedRole")
                        .put("principalId", roleId + ":" + sessionName)
                        .put("arn", "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + sessionName)
                        .put("accountId", account)
                        .put("accessKeyId", "ASIA" + token(role + sessionName, 16));
                var issuer = Json.object()
                        .put("type", "Role")
                        .put("principalId", roleId)
                        .put("arn", "arn:aws:iam::" + account + ":role/" + role)
                        .put("accountId", account)
                        .put("userName", role);
                var context = Json.object();
                context.set("sessionIssuer", issuer);
                json.set("sessionContext", session(context, time, mfa));
            }
            case Root() -> {
                json.put("type", "Root")
                        .put("principalId", account)
                        .put("arn", "arn:aws:iam::" + account + ":root")
                        .put("accountId", account)
                        .put("accessKeyId", "");
            }
            case Service(var host) -> json.put("type", "AWSService").put("invokedBy", host);
        }
        return json;
    }

    private static ObjectNode session(ObjectNode context, Instant time, boolean mfa) {
        var attributes = Json.object()
                .put(
                        "creationDate",
                        time.minusSeconds(900).truncatedTo(ChronoUnit.SECONDS).toString())
                .put("mfaAuthenticated", Boolean.toString(mfa));
        context.set("attributes", attributes);
        return context;
    }

    /// A stable made-up id: the same name has the same id in every event.
    private static String token(String seed, int length) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        long state = 1_125_899_906_842_597L;
        for (int i = 0; i < seed.length(); i++) {
            state = 31 * state + seed.charAt(i);
        }
        var id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            id.append(alphabet.charAt((int) (state >>> 59)));
        }
        return id.toString();
    }
}
