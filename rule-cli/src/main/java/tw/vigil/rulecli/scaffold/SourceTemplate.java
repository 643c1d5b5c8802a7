package tw.vigil.rulecli.scaffold;

import java.util.List;
import tw.vigil.rulecli.pack.PackException;

/// What a template needs to know of a log source: two actions that an actor takes, and an event to show them.
///
/// @param first field and value of the first action
/// @param second field and value of the second action
/// @param harmless value of the same field that no template looks for
/// @param actor field that tells actors apart
/// @param counted field whose different values are counted
/// @param event with the places ACTION, ACTOR, COUNTED, TIME and ID
record SourceTemplate(
        String id,
        String field,
        String first,
        String second,
        String harmless,
        String actor,
        String counted,
        String event) {

    private static final List<SourceTemplate> KNOWN = List.of(
            new SourceTemplate(
                    "aws.cloudtrail",
                    "eventName",
                    "StopLogging",
                    "DeleteTrail",
                    "DescribeTrails",
                    "userIdentity.arn",
                    "awsRegion",
                    """
                        - eventVersion: "1.11"
                          eventTime: "TIME"
                          eventSource: cloudtrail.amazonaws.com
                          eventName: ACTION
                          awsRegion: COUNTED
                          sourceIPAddress: 203.0.113.7
                          userIdentity: {type: IAMUser, userName: ACTOR, arn: "arn:aws:iam::111122223333:user/ACTOR", \
                    accountId: "111122223333"}
                          recipientAccountId: "111122223333"
                          eventID: ID
                    """),
            new SourceTemplate(
                    "kubernetes.audit",
                    "verb",
                    "delete",
                    "deletecollection",
                    "list",
                    "user.username",
                    "objectRef.namespace",
                    """
                        - kind: Event
                          apiVersion: audit.k8s.io/v1
                          stage: ResponseComplete
                          verb: ACTION
                          user: {username: ACTOR}
                          sourceIPs: [203.0.113.7]
                          objectRef: {resource: secrets, namespace: COUNTED, name: sample}
                          responseStatus: {code: 200}
                          stageTimestamp: "TIME"
                          auditID: ID
                    """));

    static SourceTemplate of(String id) {
        return KNOWN.stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PackException("no template for source '" + id + "'; there are "
                        + String.join(
                                " and ", KNOWN.stream().map(SourceTemplate::id).toList())));
    }

    String product() {
        return id.substring(0, id.indexOf('.'));
    }

    String service() {
        return id.substring(id.indexOf('.') + 1);
    }

    /// The field and value of an action, with what keeps it from meaning something else.
    String selection(String action) {
        String more =
                id.equals("aws.cloudtrail") ? "eventSource: cloudtrail.amazonaws.com" : "objectRef.resource: secrets";
        return "    " + more + "\n    " + field + ": " + action + "\n";
    }
}
