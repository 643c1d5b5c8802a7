package tw.vigil.ingest.protect;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One string, number or field name of a record, and where it stands.
///
/// @param from first byte inside the quotes
/// @param to byte of the closing quote
/// @param form what stands there
/// @param steps names and indexes that lead to it from the outermost object
/// @param owner the object that it is in; null of bytes that are no JSON
record Leaf(int from, int to, Form form, List<String> steps, JsonWalk.@Nullable Frame owner) {

    enum Form {
        STRING,
        /// Replaced as a whole, by a string.
        NUMBER,
        NAME,
        /// Bytes that are no JSON.
        TEXT
    }

    private static final Set<String> ACTOR_FIELDS = Set.of("caller", "principalEmail", "userPrincipalName");
    private static final String IDENTITY = "userIdentity";
    private static final Set<String> ID_ENDINGS = Set.of("id", "ids", "uid", "uuid", "arn", "sequencer", "etag");
    private static final int LONGEST_STEP = 64;
    private static final int MOST_STEPS = 24;

    /// Names on the way and, of a name/value pair, the name: what else could say what the value is.
    String names(byte[] record) {
        String names = String.join(" ", steps);
        String pair = owner == null ? null : owner.pairName(record);
        return pair == null ? names : names + " " + pair;
    }

    /// Whether it says who did it; an address there is the actor's own.
    boolean isActor() {
        return steps.contains(IDENTITY)
                || ACTOR_FIELDS.contains(last())
                || (last().equals("username")
                        && steps.size() > 1
                        && steps.get(steps.size() - 2).equals("user"));
    }

    /// Whether it says by which key the actor signed.
    boolean isActorsKey() {
        return steps.contains(IDENTITY);
    }

    /// Whether it is an identifier by its name, as `accountId`, `unique_id`, `uid`.
    boolean isId() {
        String name = last();
        int start = name.length();
        while (start > 0 && Digits.isLetter(name.charAt(start - 1))) {
            start--;
            if (Character.isUpperCase(name.charAt(start))
                    && (start == 0 || !Character.isUpperCase(name.charAt(start - 1)))) {
                break;
            }
        }
        return ID_ENDINGS.contains(name.substring(start).toLowerCase(Locale.ROOT));
    }

    /// JSON path, with steps in it that are protected themselves blanked out.
    String path(Set<String> unspeakable) {
        return steps.stream()
                .limit(MOST_STEPS)
                .map(step -> unspeakable.contains(step)
                        ? ".[protected]"
                        : step.startsWith("[") ? step : "." + step.substring(0, Math.min(LONGEST_STEP, step.length())))
                .collect(Collectors.joining("", "$", form == Form.NAME ? " (name)" : ""));
    }

    private String last() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (!steps.get(i).startsWith("[")) {
                return steps.get(i);
            }
        }
        return "";
    }
}
