package tw.vigil.rules.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When an event happened, wherever its vendor writes that.
final class EventTime {

    /// The first that holds a time is the one. Where a record has several, the event's own comes before that of its
    /// notice, as the ingest service takes it.
    static final List<String> PLACES = List.of(
            "data.operationalInfo.resourceEventTime",
            "properties.createdDateTime",
            "createdDateTime",
            "properties.activityDateTime",
            "activityDateTime",
            "properties.detectedDateTime",
            "detectedDateTime",
            "finding.eventTime",
            "finding.createTime",
            "window.startTime",
            "asset.updateTime",
            "configurationItem.configurationItemCaptureTime",
            "configurationItemSummary.configurationItemCaptureTime",
            "configurationItemCaptureTime",
            "notificationCreationTime",
            "eventTime",
            "eventTimestamp",
            "stageTimestamp",
            "requestReceivedTimestamp",
            "start",
            "syslog.time",
            "time",
            "timestamp",
            "isotimestamp",
            "@timestamp",
            "published",
            "CreationTime",
            "performed_at",
            "event_timestamp",
            "id.time",
            "UtcTime",
            "time_dt",
            "updatedAt",
            "UpdatedAt",
            "lastObservedAt",
            "createdAt",
            "CreatedAt",
            "lastUpdatedTime",
            "startTime",
            "created_at");

    /// As seconds the year 1973, as milliseconds the same.
    private static final long FIRST_SECONDS = 100_000_000L;

    private static final long FIRST_MILLIS = FIRST_SECONDS * 1_000;

    private EventTime() {}

    static @Nullable Instant of(JsonNode event) {
        for (String place : PLACES) {
            Instant time = read(at(event, place));
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static JsonNode at(JsonNode event, String place) {
        JsonNode node = event;
        for (String name : place.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }

    /// A time without a zone is UTC, as Microsoft 365 writes it.
    private static @Nullable Instant read(JsonNode value) {
        if (value.isNumber()) {
            return epoch(value.asLong());
        }
        String text = value.isTextual() ? value.textValue() : "";
        try {
            return epoch(Long.parseLong(text));
        } catch (NumberFormatException _) {
            boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
            return iso(spaced ? text.substring(0, 10) + 'T' + text.substring(11) : text);
        }
    }

    /// Smaller numbers are none of a clock.
    private static @Nullable Instant epoch(long number) {
        if (number < FIRST_SECONDS) {
            return null;
        }
        return number < FIRST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    private static @Nullable Instant iso(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException _) {
                return null; // another field may hold the time
            }
        }
    }
}
