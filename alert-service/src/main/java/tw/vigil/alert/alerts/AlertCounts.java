package tw.vigil.alert.alerts;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The numbers above a list. Every status and level is a key, also with 0.
///
/// @param open of each level, without closed ones
/// @param units open alerts of each unit that has any
/// @param oldestNew when the oldest alert was opened that nobody has acknowledged
public record AlertCounts(
        Map<AlertStatus, Long> statuses,
        Map<Level, Long> open,
        Map<String, Long> units,
        long unassigned,
        @Nullable Instant oldestNew) {}
