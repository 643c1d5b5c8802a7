package tw.vigil.ingest.source.syslog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.source.EventTime;

/// The form that many products give to the text of their messages.
///
/// @param form the field of the event that holds it: `cef`, `leef`, `json` or `kv`
/// @param time the product's own time of the event, if it is certain
record Payload(String form, ObjectNode content, @Nullable Instant time) {
    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String CEE_COOKIE = "@cee:";
    private static final Pattern CEF = Pattern.compile("CEF: ?\\d");
    private static final Pattern LEEF = Pattern.compile("LEEF: ?[12]\\.\\d\\|");
    private static final Pattern DIGITS = Pattern.compile("\\d{10,19}");
    private static final List<String> JSON_TIMES = List.of("timestamp", "@timestamp", "time");

    /// Whether text of one of these forms starts here.
    static boolean starts(String text) {
        return text.startsWith("{")
                || CEF.matcher(text).lookingAt()
                || LEEF.matcher(text).lookingAt()
                || KeyValues.starts(text);
    }

    /// The form of a message, or null when it is plain text.
    static @Nullable Payload of(String message) {
        String text = message.startsWith(CEE_COOKIE)
                ? message.substring(CEE_COOKIE.length()).strip()
                : message.strip();
        if (text.startsWith("{")) {
            return json(text);
        }
        if (CEF.matcher(text).lookingAt()) {
            return Cef.read(text);
        }
        if (LEEF.matcher(text).lookingAt()) {
            return Leef.read(text);
        }
        return KeyValues.starts(text) ? KeyValues.read(text) : null;
    }

    private static @Nullable Payload json(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? new Payload("json", object, time(object)) : null;
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    private static @Nullable Instant time(ObjectNode object) {
        for (String field : JSON_TIMES) {
            JsonNode value = object.get(field);
            if (value != null && value.isTextual() && Times.namesZone(value.textValue())) {
                return Times.iso(value.textValue(), ZoneOffset.UTC);
            }
        }
        return null;
    }

    /// Epoch seconds, milliseconds, microseconds or nanoseconds, told apart by their size.
    static @Nullable Instant epoch(String digits) {
        if (!DIGITS.matcher(digits).matches()) {
            return null;
        }
        return switch (digits.length()) {
            case 10 -> EventTime.epochSeconds(digits);
            case 13 -> EventTime.epochMillis(digits);
            case 16 -> EventTime.epochMillis(digits.substring(0, 13) + "." + digits.substring(13));
            case 19 -> EventTime.epochMillis(digits.substring(0, 13) + "." + digits.substring(13));
            default -> null;
        };
    }

    /// Puts a value under a name; a name that comes again gets an array.
    static void put(ObjectNode node, String name, String value) {
        JsonNode before = node.get(name);
        if (before == null) {
            node.put(name, value);
        } else if (before.isArray()) {
            node.withArray(name).add(value);
        } else {
            node.putArray(name).add(before).add(value);
        }
    }
}
