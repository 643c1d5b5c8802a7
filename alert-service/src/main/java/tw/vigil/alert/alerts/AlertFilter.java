package tw.vigil.alert.alerts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which alerts, newest first. An empty set or null means "any".
///
/// @param rule catalogue key, id or name of the rule
/// @param text looked for in id, titles, group and entities, ignoring case
/// @param limit 1 to [#MAX_LIMIT]
/// @param before the `next` of the page before; null for the first page
public record AlertFilter(
        Set<AlertStatus> statuses,
        Set<Level> levels,
        @Nullable String unit,
        @Nullable String rule,
        @Nullable String assignee,
        @Nullable String text,
        int limit,
        @Nullable String before) {

    /// More than one page never holds.
    public static final int MAX_LIMIT = 500;

    /// What a page holds unless told.
    public static final int DEFAULT_LIMIT = 50;

    /// Everything that is not closed.
    public static final Set<AlertStatus> OPEN =
            Set.of(AlertStatus.NEW, AlertStatus.ACKNOWLEDGED, AlertStatus.IN_PROGRESS);

    public AlertFilter {
        statuses = Set.copyOf(statuses);
        levels = Set.copyOf(levels);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    /// The first page of everything that is not closed.
    public static AlertFilter open() {
        return new AlertFilter(OPEN, Set.of(), null, null, null, null, DEFAULT_LIMIT, null);
    }
}
