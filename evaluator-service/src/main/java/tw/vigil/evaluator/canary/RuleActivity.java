package tw.vigil.evaluator.canary;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.RuleInfo;

/// Since when rules are loaded and when they last matched a real event, of all instances: the records beside the
/// proofs on `vigil.proofs`. Written by the follower of the topic, read by anyone.
public final class RuleActivity {
    private static final String LOADED = "loaded/";
    private static final String MATCHED = "matched/";

    private final Map<String, Instant> loaded = new ConcurrentHashMap<>();
    private final Map<String, Instant> matched = new ConcurrentHashMap<>();

    /// A rule that no event matched for long.
    ///
    /// @param from when it last matched, or else was loaded
    /// @param everMatched whether it did
    /// @param over the end of the newest whole stretch of silence
    public record Silence(RuleInfo rule, Instant from, boolean everMatched, Instant over) {}

    public static String loadedKey(String ruleId) {
        return LOADED + ruleId;
    }

    public static String matchedKey(String ruleId) {
        return MATCHED + ruleId;
    }

    public static byte[] value(Instant time) {
        return time.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// False when the record is none of these.
    ///
    /// @throws java.time.DateTimeException when it is one, and holds no time
    public boolean take(String key, byte[] value) {
        if (key.startsWith(LOADED)) {
            loaded.merge(key.substring(LOADED.length()), time(value), (a, b) -> a.isBefore(b) ? a : b);
            return true;
        }
        if (key.startsWith(MATCHED)) {
            matched.merge(key.substring(MATCHED.length()), time(value), (a, b) -> a.isAfter(b) ? a : b);
            return true;
        }
        return false;
    }

    /// Since when a rule is loaded; null when no instance has said so yet.
    public @Nullable Instant loaded(String ruleId) {
        return loaded.get(ruleId);
    }

    /// When a rule last matched, to the hour; null when it never did.
    public @Nullable Instant matched(String ruleId) {
        return matched.get(ruleId);
    }

    /// The rules that listen to events and have been silent for so long.
    public List<Silence> silent(Collection<RuleInfo> rules, Instant now, Duration after) {
        var silent = new ArrayList<Silence>();
        for (RuleInfo rule : rules) {
            Instant match = matched.get(rule.id());
            Instant from = match == null ? loaded.get(rule.id()) : match;
            if (from == null || !rule.isDetection()) {
                continue;
            }
            long stretches = Duration.between(from, now).dividedBy(after);
            if (stretches > 0) {
                silent.add(new Silence(rule, from, match != null, from.plus(after.multipliedBy(stretches))));
            }
        }
        return silent;
    }

    private static Instant time(byte[] value) {
        return Instant.parse(new String(value, StandardCharsets.UTF_8));
    }
}
