package tw.vigil.ingest.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// An example of each envelope that holds records, for tests without a container.
public final class KnownEnvelopes {
    /// How the record lies in an envelope.
    enum Carried {
        JSON,
        TEXT,
        BASE64;

        String write(String record) {
            return switch (this) {
                case JSON -> record;
                case TEXT ->
                    '"' + record.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
                case BASE64 -> '"' + Base64.getEncoder().encodeToString(record.getBytes(StandardCharsets.UTF_8)) + '"';
            };
        }
    }

    /// @param before what stands before the record
    /// @param after what stands behind it
    /// @param empty envelopes of this kind without a record
    /// @param strangers objects that look like one and are none
    record Example(
            Envelope envelope,
            String before,
            Carried carried,
            String after,
            List<String> empty,
            List<String> strangers) {
        String around(String record) {
            return before + carried.write(record) + after;
        }

        @Override
        public String toString() {
            return envelope.name();
        }
    }

    static final List<Example> EXAMPLES = List.of(
            new Example(
                    new AksLogRecord(),
                    "{\"category\":\"kube-audit\",\"time\":\"2026-08-20T10:15:30Z\",\"properties\":{\"pod\":\"p\",\"log\":",
                    Carried.TEXT,
                    "}}",
                    List.of(),
                    List.of(
                            "{\"category\":\"Administrative\",\"properties\":{\"message\":\"x\"}}",
                            "{\"properties\":{\"log\":\"{}\"}}")),
            new Example(
                    new CloudEvent(),
                    "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"2026-08-20T10:15:30Z\",\"data\":",
                    Carried.JSON,
                    "}",
                    List.of(
                            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\"}",
                            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\",\"data\":null}",
                            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"%%\"}"),
                    List.of("{\"type\":\"t\",\"data\":{}}")),
            new Example(
                    new CloudWatchInvocation(),
                    "{\"awslogs\":{\"data\":",
                    Carried.BASE64,
                    "}}",
                    List.of("{\"awslogs\":{}}", "{\"awslogs\":{\"data\":\"%%\"}}"),
                    List.of("{\"data\":{\"awslogs\":\"x\"}}")),
            new Example(
                    new CloudWatchLogEvent(),
                    "{\"id\":\"3195\",\"timestamp\":1755684930123,\"message\":",
                    Carried.TEXT,
                    "}",
                    List.of("{\"id\":\"1\",\"timestamp\":1,\"message\":\"\"}"),
                    List.of("{\"id\":\"1\",\"timestamp\":1,\"message\":\"x\",\"actor\":\"jane\"}")),
            new Example(
                    new CloudWatchLogs(),
                    "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":\"/g\",\"logStream\":\"s\",\"subscriptionFilters\":[\"f\"],\"logEvents\":[",
                    Carried.JSON,
                    "]}",
                    List.of("{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"/g\",\"logStream\":\"s\"}"),
                    List.of("{\"messageType\":\"ConfigurationItemChangeNotification\",\"configurationItem\":{}}")),
            new Example(
                    new ConfigRuleInvocation(),
                    "{\"version\":\"1.0\",\"configRuleName\":\"r\",\"accountId\":\"111122223333\",\"ruleParameters\":\"{}\",\"invokingEvent\":",
                    Carried.TEXT,
                    "}",
                    List.of("{\"invokingEvent\":\"\"}", "{\"invokingEvent\":null}"),
                    List.of("{\"messageType\":\"ScheduledNotification\"}")),
            new Example(
                    new EventBridgeEvent(),
                    "{\"version\":\"0\",\"id\":\"6a7e\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.iam\",\"account\":\"111122223333\",\"time\":\"2026-08-20T10:15:30Z\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\":",
                    Carried.JSON,
                    "}",
                    List.of(
                            "{\"detail-type\":\"x\",\"source\":\"aws.iam\"}",
                            "{\"detail-type\":\"x\",\"source\":\"aws.iam\",\"detail\":\"text\"}"),
                    List.of("{\"detail-type\":\"x\"}", "{\"detail\":{},\"source\":\"aws.iam\"}")),
            new Example(
                    new EventGridEvent(),
                    "{\"id\":\"4db4\",\"topic\":\"/subscriptions/319a\",\"subject\":\"/x\",\"eventType\":\"Microsoft.Resources.ResourceWriteSuccess\",\"eventTime\":\"2026-08-20T10:15:31.6117357Z\",\"dataVersion\":\"2\",\"metadataVersion\":\"1\",\"data\":",
                    Carried.JSON,
                    "}",
                    List.of(
                            "{\"id\":\"4\",\"subject\":\"/x\",\"eventType\":\"t\",\"eventTime\":\"2026-08-20T10:15:31Z\",\"dataVersion\":\"2\"}"),
                    List.of(
                            "{\"eventType\":\"user.session.start\",\"eventTime\":\"2026-08-20T10:15:31Z\",\"subject\":\"x\"}")),
            new Example(
                    new FirehoseRecord(),
                    "{\"recordId\":\"49546986683135544286507457936321625675700192471156785154\",\"approximateArrivalTimestamp\":1495072949453,\"data\":",
                    Carried.BASE64,
                    "}",
                    List.of("{\"data\":\"%%\"}"),
                    List.of("{\"data\":{}}", "{\"data\":\"e30=\",\"actor\":\"jane\"}")),
            new Example(
                    new KinesisRecord(),
                    "{\"eventSource\":\"aws:kinesis\",\"awsRegion\":\"eu-west-1\",\"eventName\":\"aws:kinesis:record\",\"kinesis\":{\"partitionKey\":\"k\",\"data\":",
                    Carried.BASE64,
                    "}}",
                    List.of("{\"eventSource\":\"aws:kinesis\",\"kinesis\":{}}"),
                    List.of("{\"kinesis\":{\"data\":\"e30=\"}}")),
            new Example(
                    new OktaEventHook(),
                    "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"85b6\",\"eventTime\":\"2026-08-20T10:15:31.200Z\",\"contentType\":\"application/json\",\"data\":{\"events\":[",
                    Carried.JSON,
                    "]}}",
                    List.of("{\"eventType\":\"com.okta.event_hook\",\"data\":{}}"),
                    List.of("{\"eventType\":\"user.session.start\",\"uuid\":\"f1d0\"}")),
            new Example(
                    new PubSubMessage(),
                    "{\"message\":{\"attributes\":{\"a\":\"b\"},\"messageId\":\"2070\",\"publishTime\":\"2026-08-20T10:15:31.789Z\",\"data\":",
                    Carried.BASE64,
                    "},\"subscription\":\"projects/soc/subscriptions/audit\"}",
                    List.of("{\"message\":{\"messageId\":\"1\",\"attributes\":{}},\"subscription\":\"s\"}"),
                    List.of("{\"message\":{\"data\":\"e30=\"}}", "{\"message\":\"text\",\"subscription\":\"s\"}")),
            new Example(
                    new SnsMessage(),
                    "{\"Type\":\"Notification\",\"MessageId\":\"dc1e\",\"TopicArn\":\"arn:aws:sns:eu-west-1:111122223333:ct\",\"Timestamp\":\"2026-08-20T10:20:01.456Z\",\"SignatureVersion\":\"1\",\"Signature\":\"x\",\"Message\":",
                    Carried.TEXT,
                    "}",
                    List.of(
                            "{\"Type\":\"Notification\",\"TopicArn\":\"arn:t\",\"Message\":\"\"}",
                            "{\"EventSource\":\"aws:sns\",\"Sns\":{\"Type\":\"Notification\"}}"),
                    List.of("{\"Type\":\"Root\",\"Message\":\"x\"}", "{\"Type\":\"Other\",\"TopicArn\":\"arn:t\"}")),
            new Example(
                    new SqsMessage(),
                    "{\"messageId\":\"19dd\",\"receiptHandle\":\"h\",\"eventSource\":\"aws:sqs\",\"body\":",
                    Carried.TEXT,
                    "}",
                    List.of(
                            "{\"messageId\":\"19dd\",\"receiptHandle\":\"h\",\"body\":\"\"}",
                            "{\"MessageId\":\"19dd\",\"ReceiptHandle\":\"h\"}"),
                    List.of("{\"messageId\":\"19dd\",\"body\":\"{}\"}")));

    private KnownEnvelopes() {}

    public static Envelopes all() {
        var all =
                new ArrayList<Envelope>(EXAMPLES.stream().map(Example::envelope).toList());
        all.add(new ObjectNotification());
        return new Envelopes(all);
    }

    public static List<String> names() {
        return EXAMPLES.stream().map(Example::toString).toList();
    }

    /// The envelope of this name with this record inside.
    public static String around(String name, String record) {
        return EXAMPLES.stream()
                .filter(example -> example.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name))
                .around(record);
    }
}
