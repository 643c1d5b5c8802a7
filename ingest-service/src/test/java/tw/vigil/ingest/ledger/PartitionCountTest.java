package tw.vigil.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.ingest.ledger.LedgerRecords.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.event.Topics;

class PartitionCountTest {
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
    private static final TopicPartition QUARANTINE = new TopicPartition(Topics.QUARANTINE, 0);
    private static final LedgerEntry TOTAL = new LedgerEntry("aws.cloudtrail", null, "vigil.events-0");
    private static final LedgerEntry AT_NOON = new LedgerEntry("aws.cloudtrail", NOON, "vigil.events-0");

    private long offset;

    @Test
    void countsBySourceAndHourOfArrival() {
        var count = count(0, Map.of());

        event(count, "a", NOON.plusSeconds(1), NOON);
        event(count, "b", NOON.plus(Duration.ofMinutes(61)), NOON.plus(Duration.ofMinutes(60)));
        var changed = count.changed();

        assertThat(changed)
                .containsOnlyKeys(
                        TOTAL,
                        AT_NOON,
                        new LedgerEntry("aws.cloudtrail", NOON.plus(Duration.ofHours(1)), "vigil.events-0"));
        assertThat(Objects.requireNonNull(changed.get(TOTAL)).accepted()).isEqualTo(2);
        assertThat(Objects.requireNonNull(changed.get(AT_NOON)).accepted()).isEqualTo(1);
        assertThat(Objects.requireNonNull(changed.get(AT_NOON)).lastEvent()).isEqualTo(NOON);
        assertThat(Objects.requireNonNull(changed.get(AT_NOON)).lastArrival()).isEqualTo(NOON.plusSeconds(1));
        assertThat(count.changed()).isEmpty();
    }

    @Test
    void duplicateIsAcceptedAndCountedAsOne() {
        var count = count(0, Map.of());

        event(count, "a", NOON, NOON);
        event(count, "b", NOON, NOON);
        var again = event(count, "a", NOON, NOON);

        assertThat(again.duplicate()).isTrue();
        assertThat(count.changed().get(TOTAL)).satisfies(total -> {
            assertThat(total.accepted()).isEqualTo(3);
            assertThat(total.duplicate()).isEqualTo(1);
            assertThat(total.received()).isEqualTo(3);
        });
    }

    @Test
    void keyOutsideTheWindowIsNoDuplicate() {
        var count = new PartitionCount(EVENTS, 0, Map.of(), LedgerRecords.config(2));

        event(count, "a", NOON, NOON);
        event(count, "b", NOON, NOON);
        event(count, "c", NOON, NOON);

        assertThat(event(count, "a", NOON, NOON).duplicate()).isFalse();
        assertThat(event(count, "c", NOON, NOON).duplicate()).isTrue();
    }

    @Test
    void eventOlderThanTheAllowedLatenessIsLate() {
        var count = count(0, Map.of());

        event(count, "a", NOON, NOON.minus(Duration.ofMinutes(20)));
        event(count, "b", NOON, NOON.minus(Duration.ofMinutes(20)).minusMillis(1));

        assertThat(Objects.requireNonNull(count.changed().get(TOTAL)).late()).isEqualTo(1);
    }

    @Test
    void dateInTheFutureIsNoNewsOfFreshness() {
        var count = count(0, Map.of());

        event(count, "a", NOON, NOON.plus(Duration.ofDays(400)));

        assertThat(Objects.requireNonNull(count.changed().get(TOTAL)).lastEvent())
                .isEqualTo(NOON);
    }

    @Test
    void whatWasCountedFillsTheWindowOnly() {
        var before = new HashMap<LedgerEntry, HourCounts>();
        before.put(TOTAL, HourCounts.of(7, 0, 0, 0, Map.of(), HourCounts.NEVER, HourCounts.NEVER));
        var count = count(1, before);

        assertThat(count.take(record("a", NOON, NOON))).isNull();
        var again = event(count, "a", NOON, NOON);

        assertThat(again.duplicate()).isTrue();
        assertThat(Objects.requireNonNull(count.changed().get(TOTAL)).accepted())
                .isEqualTo(8);
    }

    @Test
    void recordWithoutReadableHeadersIsCountedUnderUnknown() {
        var count = count(0, Map.of());

        count.take(LedgerRecords.record(Topics.EVENTS, offset++, "x", NOON, Map.of()));
        count.take(LedgerRecords.record(
                Topics.EVENTS, offset++, "y", NOON, Map.of("ce_time", "-9999999-99", "ce_sourceid", "s".repeat(300))));

        assertThat(Objects.requireNonNull(count.changed().get(new LedgerEntry("unknown", null, "vigil.events-0")))
                        .accepted())
                .isEqualTo(2);
    }

    @Test
    void quarantinedIsCountedByReasonAndOtherStagesAreNot() {
        var count = new PartitionCount(QUARANTINE, 0, Map.of(), LedgerRecords.config(100));
        for (String stage : new String[] {"ingest", "evaluate"}) {
            count.take(LedgerRecords.record(
                    Topics.QUARANTINE,
                    offset++,
                    "x",
                    NOON,
                    Map.of("vigil_sourceid", "aws.cloudtrail", "vigil_stage", stage, "vigil_reason", "not_json")));
        }

        var total = Objects.requireNonNull(
                count.changed().get(new LedgerEntry("aws.cloudtrail", null, "vigil.quarantine-0")));

        assertThat(total.quarantinedByReason()).isEqualTo(Map.of("not_json", 1L));
        assertThat(total.received()).isEqualTo(1);
    }

    @Test
    void oldHoursAreForgottenAndTheSumIsNot() {
        var count = count(0, Map.of());
        event(count, "a", NOON, NOON);

        assertThat(count.forgetBefore(NOON.plusSeconds(1))).containsExactly(AT_NOON);
        assertThat(count.changed()).containsOnlyKeys(TOTAL);
    }

    private static PartitionCount count(long from, Map<LedgerEntry, HourCounts> before) {
        return new PartitionCount(EVENTS, from, before, LedgerRecords.config(100));
    }

    private PartitionCount.Counted event(PartitionCount count, String key, Instant arrival, Instant time) {
        var counted = count.take(record(key, arrival, time));
        return Objects.requireNonNull(counted);
    }

    private ConsumerRecord<byte @Nullable [], byte @Nullable []> record(String key, Instant arrival, Instant time) {
        return LedgerRecords.record(
                Topics.EVENTS,
                offset++,
                key,
                arrival,
                Map.of("ce_sourceid", "aws.cloudtrail", "ce_time", time.toString()));
    }
}
