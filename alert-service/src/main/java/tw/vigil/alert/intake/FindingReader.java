package tw.vigil.alert.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding;

/// Reads a finding strictly enough that everything behind it can trust it.
@ApplicationScoped
class FindingReader {
    private static final Pattern FINDING_ID = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> LEVELS = List.of("informational", "low", "medium", "high", "critical");

    private final ObjectReader reader;

    FindingReader(ObjectMapper json) {
        var module = new SimpleModule("text that PostgreSQL can store");
        module.addDeserializer(String.class, new StorableText());
        module.addKeyDeserializer(String.class, new StorableKey());
        this.reader = json.copy()
                .registerModule(module)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
                .readerFor(Finding.class);
    }

    /// What came of reading: the finding, or a stable reason with what is wrong.
    sealed interface Result {
        record Read(Finding finding) implements Result {}

        record Rejected(String reason, String detail) implements Result {}
    }

    Result read(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return new Result.Rejected("empty", "the record has no value; expected a finding as JSON");
        }
        try {
            Finding finding = reader.readValue(value);
            List<String> problems = problems(finding);
            return problems.isEmpty()
                    ? new Result.Read(finding)
                    : new Result.Rejected("not_a_finding", String.join("; ", problems));
        } catch (JsonProcessingException e) {
            boolean syntax = e instanceof com.fasterxml.jackson.core.JsonParseException;
            var location = e.getLocation();
            String where = location == null ? "" : " at byte " + location.getByteOffset();
            return syntax
                    ? new Result.Rejected("not_json", "not JSON" + where)
                    : new Result.Rejected("not_a_finding", "a field is missing or of another type" + where);
        } catch (IOException | NullPointerException | IllegalArgumentException _) {
            return new Result.Rejected("not_a_finding", "a mandatory field is missing");
        }
    }

    /// Jackson fills a record's missing components with null, whatever their type says.
    @SuppressWarnings({"ConstantConditions", "ConstantValue"})
    private static List<String> problems(@Nullable Finding finding) {
        if (finding == null) {
            return List.of("null is not a finding");
        }
        var problems = new ArrayList<String>();
        check(problems, matches(finding.findingId()), "finding_id must be 64 lower-case hex digits");
        // 0: of what should have happened, and did not
        check(problems, finding.count() >= 0, "count must not be negative");
        Finding.@Nullable Rule rule = finding.rule();
        if (rule == null) {
            problems.add("rule is missing");
        } else {
            check(problems, present(rule.id()), "rule.id is missing");
            check(problems, present(rule.kind()), "rule.kind is missing");
            check(problems, present(rule.title()), "rule.title is missing");
            check(problems, present(rule.version()), "rule.version is missing");
            check(
                    problems,
                    LEVELS.contains(rule.level() == null ? "" : rule.level()),
                    "rule.level must be one of " + LEVELS);
        }
        Finding.@Nullable Times times = finding.times();
        if (times == null) {
            problems.add("times is missing");
        } else {
            check(problems, times.firstEvent() != null, "times.first_event is missing");
            check(problems, times.lastEvent() != null, "times.last_event is missing");
            check(problems, times.received() != null, "times.received is missing");
        }
        check(problems, finding.events().stream().allMatch(FindingReader::complete), "an event lacks id, time or hash");
        return problems;
    }

    private static boolean complete(Finding.ContributingEvent event) {
        return present(event.id()) && present(event.rawSha256()) && present(event.type()) && isSet(event.time());
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null;
    }

    private static boolean present(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean matches(@Nullable String id) {
        return id != null && FINDING_ID.matcher(id).matches();
    }

    private static void check(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /// PostgreSQL stores no U+0000 and no half surrogate pairs; an attacker who can name a resource must not
    /// be able to make a finding unstorable. Both become U+FFFD.
    static String storable(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (paired) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '\ufffd');
            }
        }
        return clean == null ? text : clean.toString();
    }

    private static final class StorableText extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            return text == null ? null : storable(text);
        }
    }

    private static final class StorableKey extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return storable(key);
        }
    }
}
