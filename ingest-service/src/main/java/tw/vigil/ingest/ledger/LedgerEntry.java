package tw.vigil.ingest.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a record of `vigil.ledger` counts: one source in one hour at one place.
///
/// @param hour its start, by arrival; null for all hours together
/// @param place the partition whose records were counted, for example `vigil.events-3`; of probes, which reach no
/// topic,
///   the instance that answered them
record LedgerEntry(String source, @Nullable Instant hour, String place) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL_HOURS = "total";
    private static final char SEPARATOR = '|';

    String key() {
        return source + SEPARATOR + (hour == null ? ALL_HOURS : hour.toString()) + SEPARATOR + place;
    }

    /// @return null when it is no key of this topic
    static @Nullable LedgerEntry of(String key) {
        int place = key.lastIndexOf(SEPARATOR);
        int hour = key.lastIndexOf(SEPARATOR, place - 1);
        if (hour < 1) {
            return null;
        }
        String when = key.substring(hour + 1, place);
        try {
            return new LedgerEntry(
                    key.substring(0, hour),
                    when.equals(ALL_HOURS) ? null : Instant.parse(when),
                    key.substring(place + 1));
        } catch (DateTimeException _) {
            return null;
        }
    }

    static byte[] bytes(HourCounts counts) {
        ObjectNode json = JSON.createObjectNode();
        json.put("accepted", counts.accepted());
        json.put("duplicate", counts.duplicate());
        json.put("late", counts.late());
        json.put("control", counts.control());
        json.put("lastEvent", counts.lastEventMillis());
        json.put("lastArrival", counts.lastArrivalMillis());
        counts.quarantinedByReason().forEach(json.putObject("quarantined")::put);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers serialises", e);
        }
    }

    /// @throws IOException when the bytes are no counts
    static HourCounts counts(byte[] bytes) throws IOException {
        JsonNode json = JSON.readTree(bytes);
        var quarantined = new TreeMap<String, Long>();
        json.path("quarantined")
                .properties()
                .forEach(e -> quarantined.put(e.getKey(), e.getValue().asLong()));
        return HourCounts.of(
                json.path("accepted").asLong(),
                json.path("duplicate").asLong(),
                json.path("late").asLong(),
                json.path("control").asLong(),
                quarantined,
                json.path("lastEvent").asLong(HourCounts.NEVER),
                json.path("lastArrival").asLong(HourCounts.NEVER));
    }
}
