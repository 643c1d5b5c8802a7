package tw.vigil.alert.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.AlertCounts;
import tw.vigil.alert.alerts.AlertFilter;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.AlertSummary;
import tw.vigil.alert.alerts.Level;
import tw.vigil.alert.alerts.Page;
import tw.vigil.alert.routing.Units;

/// What the list page shows.
///
/// @param oldestNew how long the oldest unacknowledged alert has waited; null when there is none
/// @param olderHref the next page; null at the end
/// @param newest id of the newest alert shown; empty when there is none
public record AlertListView(
        ListFilter filter,
        List<Tally> statuses,
        List<Tally> levels,
        List<Choice> statusChoices,
        List<Choice> levelChoices,
        List<Choice> unitChoices,
        @Nullable String oldestNew,
        List<AlertRow> rows,
        @Nullable String olderHref,
        String newestHref,
        boolean firstPage,
        String newest) {

    /// A number that is also a filter.
    ///
    /// @param kind status or level, for its colour
    public record Tally(String kind, String label, long count, String href, boolean current) {}

    /// An option of a select.
    public record Choice(String value, String label, boolean selected) {}

    static AlertListView of(
            ListFilter filter, Page<AlertSummary> page, AlertCounts counts, Units units, Labels labels, Instant now) {
        var next = page.next();
        return new AlertListView(
                filter,
                statuses(filter, counts, labels),
                levels(filter, counts, labels),
                statusChoices(filter, labels),
                levelChoices(filter, labels),
                unitChoices(filter, units, labels),
                counts.oldestNew() == null
                        ? null
                        : labels.texts().oldestNew(labels.duration(Duration.between(counts.oldestNew(), now))),
                page.items().stream().map(alert -> AlertRow.of(alert, labels)).toList(),
                next == null ? null : filter.withBefore(next).href(),
                filter.withBefore("").href(),
                filter.before().isEmpty(),
                page.items().isEmpty() ? "" : page.items().getFirst().id());
    }

    private static List<Tally> statuses(ListFilter filter, AlertCounts counts, Labels labels) {
        var open = AlertFilter.OPEN.stream()
                .mapToLong(status -> of(counts, status))
                .sum();
        var tallies = new ArrayList<Tally>();
        tallies.add(status(filter, ListFilter.OPEN, labels.texts().statusOpen(), open));
        for (var status : AlertStatus.values()) {
            tallies.add(status(filter, status.wire(), labels.status(status), of(counts, status)));
        }
        return tallies;
    }

    private static long of(AlertCounts counts, AlertStatus status) {
        return counts.statuses().getOrDefault(status, 0L);
    }

    private static Tally status(ListFilter filter, String value, String label, long count) {
        return new Tally(
                value,
                label,
                count,
                filter.withStatus(value).href(),
                filter.status().equals(value));
    }

    private static List<Tally> levels(ListFilter filter, AlertCounts counts, Labels labels) {
        return fromTheTop()
                .map(level -> {
                    var current = filter.level().equals(level.wire());
                    var href = filter.withLevel(current ? "" : level.wire()).href();
                    var count = counts.open().getOrDefault(level, 0L);
                    return new Tally(level.wire(), labels.level(level), count, href, current);
                })
                .toList();
    }

    private static Stream<Level> fromTheTop() {
        return Arrays.stream(Level.values()).sorted(Comparator.reverseOrder());
    }

    private static List<Choice> statusChoices(ListFilter filter, Labels labels) {
        var choices = new ArrayList<Choice>();
        choices.add(choice(ListFilter.OPEN, labels.texts().statusOpen(), filter.status()));
        for (var status : AlertStatus.values()) {
            choices.add(choice(status.wire(), labels.status(status), filter.status()));
        }
        choices.add(choice(ListFilter.ALL, labels.texts().statusAny(), filter.status()));
        return choices;
    }

    private static List<Choice> levelChoices(ListFilter filter, Labels labels) {
        var choices = new ArrayList<Choice>();
        choices.add(choice("", labels.texts().levelAny(), filter.level()));
        fromTheTop().forEach(level -> choices.add(choice(level.wire(), labels.level(level), filter.level())));
        return choices;
    }

    private static List<Choice> unitChoices(ListFilter filter, Units units, Labels labels) {
        var choices = new ArrayList<Choice>();
        choices.add(choice("", labels.texts().unitAny(), filter.unit()));
        for (var unit : units.all()) {
            choices.add(choice(unit.code(), unit.code() + "　" + labels.unit(unit), filter.unit()));
        }
        return choices;
    }

    private static Choice choice(String value, String label, String selected) {
        return new Choice(value, label, value.equals(selected));
    }
}
