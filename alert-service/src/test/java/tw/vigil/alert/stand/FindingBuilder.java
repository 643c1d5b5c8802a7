package tw.vigil.alert.stand;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding;

/// `finding().by("alice").count(3).build()`: a stopped trail unless told otherwise.
public final class FindingBuilder {
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());
    private static final Instant FIRST = Instant.parse("2026-03-02T01:00:00Z");

    private final SortedMap<String, String> group = new TreeMap<>();
    private String id = sha256("finding " + NEXT.incrementAndGet());
    private String ruleId = "7d1f6c1a-0001-4c1e-9d5c-5a0f0f9d0001";
    private String actor = "alice";
    private String title = "Trail stopped or deleted";
    private String level = "critical";
    private @Nullable String kind;
    private int revision = 1;
    private long count = 1;
    private @Nullable String unit = "SOC";
    private @Nullable String playbook = "P1";

    private FindingBuilder() {}

    public static FindingBuilder finding() {
        return new FindingBuilder();
    }

    /// A name that no other test uses.
    public static String unique(String prefix) {
        return prefix + "-" + NEXT.incrementAndGet();
    }

    public FindingBuilder id(String findingId) {
        this.id = findingId;
        return this;
    }

    public FindingBuilder rule(String id) {
        this.ruleId = id;
        return this;
    }

    public FindingBuilder by(String name) {
        this.actor = name;
        return this;
    }

    public FindingBuilder titled(String text) {
        this.title = text;
        return this;
    }

    public FindingBuilder level(String name) {
        this.level = name;
        return this;
    }

    /// Else `detection`, or `event_count` where there is a group.
    public FindingBuilder kind(String name) {
        this.kind = name;
        return this;
    }

    public FindingBuilder revision(int number) {
        this.revision = number;
        return this;
    }

    public FindingBuilder count(long events) {
        this.count = events;
        return this;
    }

    public FindingBuilder unit(@Nullable String code) {
        this.unit = code;
        return this;
    }

    public FindingBuilder playbook(@Nullable String id) {
        this.playbook = id;
        return this;
    }

    public FindingBuilder grouped(String field, String value) {
        group.put(field, value);
        return this;
    }

    public Finding build() {
        SortedMap<String, String> entities = new TreeMap<>();
        entities.put("actor.user.name", actor);
        entities.put("cloud.account.uid", "111122223333");
        entities.put("src_endpoint.ip", "203.0.113.7");
        Instant received = Instant.now();
        return new Finding(
                id,
                revision,
                new Finding.Rule(
                        ruleId,
                        "AWS-01",
                        "trail_stopped",
                        kind != null ? kind : group.isEmpty() ? "detection" : "event_count",
                        title,
                        "稽核軌跡停用或刪除",
                        "Someone stopped the recording of the account.",
                        "有人停止帳號的稽核紀錄。",
                        level,
                        sha256("rule")),
                List.of("art8.3.1"),
                List.of("cnfa.art8.3.1", "attack.t1685.002"),
                unit,
                playbook,
                group,
                new Finding.Times(FIRST, FIRST.plusSeconds(count), received, received),
                count,
                entities,
                List.of(new Finding.Reason("selection", "eventName", "StopLogging", "StopLogging")),
                List.of(new Finding.ContributingEvent(
                        "event-" + id.substring(0, 8),
                        "tw.vigil.audit.aws.cloudtrail",
                        "//aws/111122223333",
                        "aws.cloudtrail",
                        FIRST,
                        "vigil.events",
                        0,
                        1,
                        sha256("event " + id),
                        "{\"eventName\":\"StopLogging\"}")),
                count > 1);
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
