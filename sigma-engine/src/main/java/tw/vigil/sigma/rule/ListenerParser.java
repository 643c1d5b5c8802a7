package tw.vigil.sigma.rule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.Period;
import tw.vigil.sigma.correlate.Period.Unit;
import tw.vigil.sigma.rule.RuleDocument.BaselineRule;
import tw.vigil.sigma.rule.RuleDocument.ExpectationRule;
import tw.vigil.sigma.rule.RuleDocument.Reference;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// Reads the two kinds that Sigma lacks: `expectation` and `baseline`.
final class ListenerParser {

    private static final Set<String> BASELINE_KEYS =
            Set.of("rules", "group-by", "aliases", "new", "learn", "forget", "generate");
    private static final Set<String> EXPECTATION_KEYS = Set.of(
            "rules",
            "for-each",
            "key",
            "where",
            "group-by",
            "aliases",
            "every",
            "calendar",
            "zone",
            "warn",
            "generate");
    private static final String CALENDAR = "calendar-";
    private static final String BUSINESS_DAY = "business-day";
    private static final String DEFAULT_ZONE = "Asia/Taipei";

    private final Mapping body;
    private final Metadata metadata;
    private final RuleTables tables;
    private final Problems problems;
    private final Fields fields;

    ListenerParser(Mapping body, Metadata metadata, RuleTables tables, Problems problems) {
        this.body = body;
        this.metadata = metadata;
        this.tables = tables;
        this.problems = problems;
        this.fields = new Fields(body, problems);
    }

    @Nullable
    BaselineRule baseline() {
        int before = problems.count();
        accept(BASELINE_KEYS, "a baseline");
        var rules = rules("a baseline");
        var watched = fields.texts("new");
        if (watched.isEmpty()) {
            problems.add(body, "a baseline needs the fields whose new values it tells; write new: [awsRegion]");
        }
        var learn = span("learn", "7d");
        var forget = span("forget", "90d");
        if (learn.compareTo(forget) > 0) {
            problems.add(body, "'forget' is at least as long as 'learn': what is learnt must outlive the learning");
        }
        var aliases = Aliases.read(fields, problems);
        boolean generate = fields.bool("generate");
        return problems.count() > before
                ? null
                : new BaselineRule(
                        metadata, rules, fields.texts("group-by"), aliases, watched, learn, forget, generate);
    }

    @Nullable
    ExpectationRule expectation() {
        int before = problems.count();
        accept(EXPECTATION_KEYS, "an expectation");
        var rules = rules("an expectation");
        var groupBy = fields.texts("group-by");
        var rows = rows(groupBy);
        var every = every();
        var warn = warnings(every);
        var aliases = Aliases.read(fields, problems);
        boolean generate = fields.bool("generate");
        return problems.count() > before || every == null
                ? null
                : new ExpectationRule(metadata, rules, groupBy, aliases, rows, every, warn, generate);
    }

    private void accept(Set<String> keys, String kind) {
        for (var entry : body.entries()) {
            if (!keys.contains(entry.key().text())) {
                problems.add(
                        entry.key(),
                        "unknown key '" + entry.key().text() + "' in " + kind + "; accepted: "
                                + String.join(", ", new TreeSet<>(keys)));
            }
        }
    }

    private List<Reference> rules(String kind) {
        var rules = DocumentParser.references(fields.scalars("rules"));
        if (rules.isEmpty()) {
            problems.add(body, kind + " needs rules: [id or name, …]");
        }
        return rules;
    }

    private Duration span(String key, String example) {
        var text = fields.scalar(key);
        if (text == null) {
            problems.add(body, "'" + key + "' is missing; write for example " + key + ": " + example);
            return Duration.ZERO;
        }
        return Timespans.read(text, key, problems);
    }

    private @Nullable Period every() {
        var text = fields.scalar("every");
        if (text == null) {
            problems.add(body, "an expectation needs 'every'; write for example every: 26h or every: calendar-year");
            return null;
        }
        var zone = zone();
        var holidays = holidays();
        if (text.text().equals(BUSINESS_DAY)) {
            return new Period.Calendar(Unit.BUSINESS_DAY, zone, holidays);
        }
        if (fields.scalar("calendar") != null) {
            problems.add(body, "'calendar' names the holidays of every: business-day; leave it out");
        }
        if (text.text().startsWith(CALENDAR)) {
            var name = text.text().substring(CALENDAR.length());
            for (var unit : Unit.values()) {
                if (unit != Unit.BUSINESS_DAY && name.equals(spelled(unit))) {
                    return new Period.Calendar(unit, zone, Set.of());
                }
            }
            problems.add(text, "unknown calendar '" + text.text() + "'; accepted: " + calendars());
            return null;
        }
        if (fields.scalar("zone") != null) {
            problems.add(body, "'zone' belongs to calendars; a duration has none, leave it out");
        }
        var duration = Timespans.read(text, "duration or calendar (" + calendars() + ")", problems);
        return duration.isZero() ? null : new Period.Span(duration);
    }

    private static String spelled(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private static String calendars() {
        return Arrays.stream(Unit.values())
                        .filter(unit -> unit != Unit.BUSINESS_DAY)
                        .map(unit -> CALENDAR + spelled(unit))
                        .collect(Collectors.joining(", "))
                + ", " + BUSINESS_DAY;
    }

    private ZoneId zone() {
        var text = fields.scalar("zone");
        try {
            return ZoneId.of(text == null ? DEFAULT_ZONE : text.text());
        } catch (DateTimeException e) {
            problems.add(
                    text == null ? body : text,
                    "unknown zone; write for example zone: " + DEFAULT_ZONE + " (" + e.getMessage() + ")");
            return ZoneId.of("UTC");
        }
    }

    private Set<LocalDate> holidays() {
        var name = fields.scalar("calendar");
        if (name == null) {
            return Set.of();
        }
        var days = tables.watchLists().get(name.text());
        if (days == null) {
            problems.add(
                    name, "no watch-list is named '" + name.text() + "'; a calendar is one of dates like 2026-10-10");
            return Set.of();
        }
        Set<LocalDate> holidays = new HashSet<>();
        for (var day : days) {
            try {
                holidays.add(LocalDate.parse(day));
            } catch (DateTimeParseException e) {
                problems.add(
                        name,
                        "watch-list '" + name.text() + "' holds '" + day + "'; a calendar holds dates like 2026-10-10");
            }
        }
        return holidays;
    }

    private List<Duration> warnings(@Nullable Period every) {
        List<Duration> warn = new ArrayList<>();
        for (var text : fields.scalars("warn")) {
            var before = Timespans.read(text, "warning", problems);
            if (every instanceof Period.Span(var duration) && before.compareTo(duration) >= 0) {
                problems.add(text, "a warning comes before the deadline and after the last time: less than 'every'");
            }
            warn.add(before);
        }
        warn.sort(Comparator.reverseOrder());
        return warn.stream().distinct().toList();
    }

    /// Null when nothing lists the groups.
    private @Nullable List<SortedMap<String, String>> rows(List<String> groupBy) {
        var forEach = fields.scalar("for-each");
        var where = where();
        if (forEach == null) {
            if (body.has("where") || body.has("key")) {
                problems.add(body, "'where' and 'key' choose rows of what 'for-each' names; add it");
            }
            return groupBy.isEmpty() ? List.of(new TreeMap<>()) : null;
        }
        if (groupBy.isEmpty()) {
            problems.add(forEach, "'for-each' needs group-by: the event field that names the row");
            return null;
        }
        var register = tables.register(forEach.text());
        if (register == null) {
            problems.add(
                    forEach,
                    "no register or watch-list is named '" + forEach.text() + "'; known: " + tables.registerNames());
            return null;
        }
        try {
            return register.groups(groupBy, fields.texts("key"), where);
        } catch (IllegalArgumentException e) {
            problems.add(forEach, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Map<String, List<String>> where() {
        Map<String, List<String>> where = new HashMap<>();
        var map = fields.map("where");
        if (map != null) {
            var wanted = new Fields(map, problems);
            for (var entry : map.entries()) {
                var values = wanted.scalars(entry.key().text()).stream()
                        .map(Scalar::text)
                        .toList();
                if (values.isEmpty()) {
                    problems.add(entry.key(), "'" + entry.key().text() + "' needs a value");
                }
                where.put(entry.key().text(), values);
            }
        }
        return where;
    }
}
