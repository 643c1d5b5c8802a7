package tw.vigil.samples;

import static tw.vigil.samples.CloudTrail.apiCall;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// An endless, seeded mix of ordinary events for load: the same seed gives the same bytes. Nine in ten are
/// CloudTrail, about 1.2 KB each, from some dozens of people, roles and addresses; none of them breaks a
/// control unless [#suspicious] asks for some. Not thread-safe.
public final class EventStream {
    private static final List<String> PEOPLE = List.of(
            "wang.analyst", "chen.ops", "liu.dev", "huang.dba", "tsai.audit", "wu.trading", "yang.net", "hsu.sec");
    private static final List<String> ROLES =
            List.of("OrderGateway", "QuoteFeed", "MarginEngine", "DeployPipeline", "Reporting", "Backup", "Operator");
    private static final List<String> NAMESPACES = List.of("order", "quote", "margin", "report");
    private static final List<String[]> CALLS = List.of(
            new String[] {"ec2", "DescribeInstances"},
            new String[] {"s3", "GetObject"},
            new String[] {"s3", "PutObject"},
            new String[] {"sts", "AssumeRole"},
            new String[] {"kms", "Decrypt"},
            new String[] {"logs", "CreateLogStream"},
            new String[] {"ecs", "DescribeServices"},
            new String[] {"dynamodb", "DescribeTable"},
            new String[] {"lambda", "ListFunctions20150331"},
            new String[] {"cloudwatch", "DescribeAlarms"},
            new String[] {"rds", "DescribeDBInstances"},
            new String[] {"ecr", "BatchGetImage"});

    private final RandomGenerator random;
    private Instant time;
    private Duration spacing = Duration.ofMillis(20);
    private double suspiciousShare;
    private double correlatingShare;
    private double kubernetesShare = 0.1;

    private EventStream(long seed, Instant start) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        time = start;
    }

    /// One event and where it goes.
    ///
    /// @param source id of the source, for example `aws.cloudtrail`
    /// @param id the provider's event identity
    @SuppressWarnings("ArrayRecordComponent") // made for its bytes; never compared
    public record Sample(String source, String id, Instant time, byte[] json) {}

    public static EventStream seeded(long seed) {
        return new EventStream(seed, Instant.parse("2026-08-20T01:00:00Z"));
    }

    public EventStream startingAt(Instant start) {
        time = start;
        return this;
    }

    /// Event time between one event and the next.
    public EventStream spacedBy(Duration spacing) {
        this.spacing = spacing;
        return this;
    }

    public EventStream onlyCloudTrail() {
        kubernetesShare = 0;
        return this;
    }

    /// @param share of the CloudTrail events that stop a trail, 0 to 1
    public EventStream suspicious(double share) {
        suspiciousShare = share;
        return this;
    }

    /// @param share of the CloudTrail events that delete a snapshot, each by one of 20,000 people: a correlation of the
    /// pack hears them, and for few of the people there are as many as it asks for
    public EventStream correlating(double share) {
        correlatingShare = share;
        return this;
    }

    public Sample next() {
        time = time.plus(spacing);
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        return random.nextDouble() < kubernetesShare ? kubernetes(id) : cloudTrail(id);
    }

    /// The next events, made as they are asked for.
    public Stream<Sample> limit(int count) {
        return Stream.generate(this::next).limit(count);
    }

    private Sample cloudTrail(String id) {
        boolean suspicious = random.nextDouble() < suspiciousShare;
        if (!suspicious && correlatingShare > 0 && random.nextDouble() < correlatingShare) {
            var deleted = apiCall("ec2", "DeleteSnapshot")
                    .withId(id)
                    .at(time)
                    .from(address())
                    .by("clerk-" + random.nextInt(20_000))
                    .requesting(Json.object().put("snapshotId", "snap-0" + random.nextInt(0x10000, 0x20000)));
            return new Sample(Step.CLOUDTRAIL, id, time, deleted.toJson());
        }
        String[] call = suspicious ? new String[] {"cloudtrail", "StopLogging"} : pick(CALLS);
        var event = apiCall(call[0], call[1]).withId(id).at(time).from(address());
        if (random.nextInt(4) == 0) {
            event.by(pick(PEOPLE));
        } else {
            event.byRole(pick(ROLES), "i-0" + Integer.toHexString(random.nextInt(0x10000, 0x20000)));
        }
        event.requesting(request(call[1]));
        if (!suspicious && random.nextInt(25) == 0) {
            event.denied();
        }
        return new Sample(Step.CLOUDTRAIL, id, time, event.toJson());
    }

    private ObjectNode request(String call) {
        var request = Json.object();
        switch (call) {
            case "GetObject", "PutObject" ->
                request.put("bucketName", "fcm-quotes")
                        .put("Host", "fcm-quotes.s3.ap-east-2.amazonaws.com")
                        .put(
                                "key",
                                "ticks/2026/08/" + random.nextInt(1, 29) + "/TXF-" + random.nextInt(100_000)
                                        + ".parquet");
            case "Decrypt" -> {
                request.put("encryptionAlgorithm", "SYMMETRIC_DEFAULT");
                request.putObject("encryptionContext").put("aws:s3:arn", "arn:aws:s3:::fcm-quotes");
            }
            case "StopLogging" -> request.put("name", "org-trail");
            default -> request.put("maxResults", random.nextInt(10, 200)).put("nextToken", token(120));
        }
        return request;
    }

    private Sample kubernetes(String id) {
        String namespace = pick(NAMESPACES);
        var pod = Json.object().put("kind", "Pod").put("apiVersion", "v1");
        pod.putObject("metadata").put("generateName", namespace + "-api-").put("namespace", namespace);
        var container = pod.putObject("spec").putArray("containers").addObject();
        container.put("name", "api").put("image", "registry.futures.example/" + namespace + "/api@sha256:" + token(64));
        container.putObject("securityContext").put("privileged", false).put("runAsNonRoot", true);
        container.putObject("resources").putObject("limits").put("cpu", "500m").put("memory", "512Mi");
        var event = KubernetesAudit.request("create", "pods")
                .withId(id)
                .at(time)
                .byServiceAccount("kube-system", "replicaset-controller")
                .from(address())
                .inNamespace(namespace)
                .requesting(pod);
        return new Sample(Step.KUBERNETES, id, time, event.toJson());
    }

    private String address() {
        return "198.51.100." + random.nextInt(1, 60);
    }

    private String token(int length) {
        var token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append(Character.forDigit(random.nextInt(16), 16));
        }
        return token.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
