package tw.vigil.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What Vigil itself did or saw, so that its own rules watch it; the value of a record of product `vigil`, service
/// `audit` on `vigil.events`. Schema: `/schemas/own-event.schema.json`. It never holds a secret or a protected value.
///
/// @param id also the record's key: the same for the same occurrence, wherever an occurrence can be told again
/// @param action what was done, `<thing>.<participle>`, for example `customer_data.protected`
/// @param time when; of a summary, when its last occurrence was
/// @param actor who: a person's account, or a service
/// @param component the service that says so, for example `ingest`
/// @param outcome how it ended
/// @param subject what was acted upon, for example a source id
/// @param reason a stable code why it failed or was refused, or a person's own words why it was done
/// @param count how many occurrences this event stands for
/// @param details what else a rule may look at; values are texts, numbers, booleans, lists and maps of these
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OwnEvent(
        @JsonProperty("id") String id,
        @JsonProperty("action") String action,
        @JsonProperty("time") Instant time,
        @JsonProperty("actor") String actor,
        @JsonProperty("component") String component,
        @JsonProperty("outcome") Outcome outcome,
        @JsonProperty("subject") @Nullable String subject,
        @JsonProperty("reason") @Nullable String reason,
        @JsonProperty("count") long count,
        @JsonProperty("details") SortedMap<String, Object> details) {

    /// Sigma log source product.
    public static final String PRODUCT = "vigil";

    /// Sigma log source service.
    public static final String SERVICE = "audit";

    /// Id of the source that its records come by, and the last part of their CloudEvents type.
    public static final String SOURCE = PRODUCT + "." + SERVICE;

    /// How an action ended.
    public enum Outcome {
        @JsonProperty("success")
        SUCCESS,
        @JsonProperty("failure")
        FAILURE,
        /// The one who asked may not.
        @JsonProperty("refused")
        REFUSED
    }

    public OwnEvent {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
        if (count < 1) {
            throw new IllegalArgumentException("an event stands for at least one occurrence, not " + count);
        }
    }

    /// One occurrence that is never told twice.
    public static OwnEvent of(
            String action, Instant time, String actor, String component, Outcome outcome, Map<String, ?> details) {
        return new OwnEvent(
                UUID.randomUUID().toString(),
                action,
                time,
                actor,
                component,
                outcome,
                null,
                null,
                1,
                new TreeMap<>(details));
    }

    /// The same event under the id that these parts give, in their order: telling it again gives the same.
    public OwnEvent identifiedBy(String... parts) {
        return new OwnEvent(idOf(parts), action, time, actor, component, outcome, subject, reason, count, details);
    }

    public OwnEvent about(@Nullable String subject) {
        return new OwnEvent(id, action, time, actor, component, outcome, subject, reason, count, details);
    }

    public OwnEvent because(@Nullable String reason) {
        return new OwnEvent(id, action, time, actor, component, outcome, subject, reason, count, details);
    }

    public OwnEvent times(long count) {
        return new OwnEvent(id, action, time, actor, component, outcome, subject, reason, count, details);
    }

    private static String idOf(String... parts) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha256.update(part.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
