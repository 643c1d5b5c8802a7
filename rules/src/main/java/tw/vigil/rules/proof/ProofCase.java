package tw.vigil.rules.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.offline.OfflineEvent;

/// One case of an events file: events, and whether the rule beside it fires on them.
///
/// @param times how often the events are played, `every` apart; 1 plays them as written
public record ProofCase(
        String name, boolean fires, EventSource source, int times, Duration every, List<JsonNode> events) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DURATION = Pattern.compile("(\\d+)([smhd])");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    public ProofCase {
        events = List.copyOf(events);
    }

    /// @throws PackException naming file and case when it is not such a file
    public static List<ProofCase> read(RuleFile file) {
        var cases = new ArrayList<ProofCase>();
        for (Object document : Yaml.documents(file.path(), file.text())) {
            if (!(document instanceof List<?> entries)) {
                throw new PackException(file.path() + ": a list of cases is expected");
            }
            for (Object entry : entries) {
                cases.add(read(file.path() + ": case " + (cases.size() + 1), entry));
            }
        }
        return cases;
    }

    private static ProofCase read(String where, Object entry) {
        if (!(entry instanceof Map<?, ?> map)
                || !(map.get("name") instanceof String name)
                || !(map.get("fires") instanceof Boolean fires)
                || !(map.get("source") instanceof String source)
                || !(map.get("events") instanceof List<?> list)
                || list.isEmpty()) {
            throw new PackException(where + ": needs name, fires (true or false), source and events");
        }
        var events = new ArrayList<JsonNode>();
        for (Object event : list) {
            JsonNode json = JSON.valueToTree(event);
            if (!json.isObject()) {
                throw new PackException(where + ": an event is a mapping");
            }
            events.add(json);
        }
        int times = map.get("times") instanceof Integer given ? given : 1;
        return new ProofCase(name, fires, EventSource.of(source), times, duration(where, map.get("every")), events);
    }

    private static Duration duration(String where, @Nullable Object value) {
        if (value == null) {
            return Duration.ZERO;
        }
        var matcher = DURATION.matcher(value.toString());
        if (!matcher.matches()) {
            throw new PackException(where + ": every is a number with s, m, h or d, for example 30s");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /// The events in virtual time. Played several times, each event has an identity of its own, so that it
    /// counts each time.
    public List<OfflineEvent> played() {
        var played = new ArrayList<OfflineEvent>();
        Instant start = EventSource.time(events.getFirst());
        Instant base = start == null ? START : start;
        for (int round = 0; round < times; round++) {
            for (JsonNode event : events) {
                Instant own = EventSource.time(event);
                Instant time = (own == null ? base.plusSeconds(played.size()) : own).plus(every.multipliedBy(round));
                String id = EventSource.identity(event) + (times == 1 ? "" : "#" + round);
                played.add(new OfflineEvent(id, time, source.logSource(), bytes(event)));
            }
        }
        return played;
    }

    private static byte[] bytes(JsonNode event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
    }
}
