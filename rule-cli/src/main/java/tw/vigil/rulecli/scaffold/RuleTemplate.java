package tw.vigil.rulecli.scaffold;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// A rule that loads and passes its own cases from the first minute, to be changed step by step.
///
/// @param name also the file's name, lower_case_with_underscores
public record RuleTemplate(Kind kind, String source, String name, String title) {

    private static final Duration AT_ONCE = Duration.ZERO;

    /// Ids of the sources that there are templates for.
    public static List<String> sources() {
        return SourceTemplate.KNOWN;
    }

    /// The text of the rule file.
    public String rule() {
        SourceTemplate from = SourceTemplate.of(source);
        if (kind.isDetection()) {
            return detection(from) + (kind == Kind.filter ? "---\n" + filter(from) : "");
        }
        var text = new StringBuilder(part(from, name + "_first", from.first()));
        if (kind.needsTwoDetections()) {
            text.append("---\n").append(part(from, name + "_second", from.second()));
        }
        return text.append("---\n").append(metadata(name)).append(body(from)).toString();
    }

    private String detection(SourceTemplate from) {
        return metadata(name) + logSource(from) + "detection:\n  selection:\n" + from.selection(from.first())
                + "  condition: selection\n";
    }

    private String filter(SourceTemplate from) {
        return "title: " + spoken(name) + ", but not planned work\nid: " + UUID.randomUUID() + "\nname: " + name
                + "_filter\n" + logSource(from) + "filter:\n  rules: [" + name + "] # names or ids; any = every rule of"
                + " this log source\n  planned:\n    " + from.actor() + "|contains: " + EventCases.OTHER
                + "\n  condition: not planned\n";
    }

    private String body(SourceTemplate from) {
        String first = "  rules: [" + name + "_first]\n  group-by: [" + from.actor() + "]\n";
        return switch (kind) {
            case expectation -> "expectation:\n" + first + "  every: 24h\n";
            case baseline -> "baseline:\n" + first + "  new: [" + from.counted() + "]\n  learn: 7d\n  forget: 90d\n";
            case detection,
                    filter,
                    event_count,
                    value_count,
                    value_sum,
                    value_avg,
                    value_median,
                    value_percentile,
                    temporal,
                    temporal_ordered,
                    absence -> correlation(from);
        };
    }

    private String correlation(SourceTemplate from) {
        String rules = kind.needsTwoDetections() ? name + "_first, " + name + "_second" : name + "_first";
        String condition = switch (kind) {
            case event_count -> "  condition:\n    gte: 3\n";
            case value_count -> "  condition:\n    field: " + from.counted() + "\n    gte: 3\n";
            case value_sum -> numbers(from, "gte: 1000000");
            case value_avg, value_median -> numbers(from, "gte: 400000");
            case value_percentile -> numbers(from, "percentile: 90\n    gte: 400000");
            case absence -> "  condition: " + name + "_first and not " + name + "_second\n";
            case detection, filter, expectation, baseline, temporal, temporal_ordered -> "";
        };
        Kind type = kind == Kind.absence ? Kind.temporal : kind;
        return "correlation:\n  type: " + type + "\n  rules: [" + rules + "]\n  group-by: [" + from.actor() + "]\n"
                + "  timespan: 10m\n" + condition;
    }

    private static String numbers(SourceTemplate from, String condition) {
        return "  condition:\n    field: " + from.numberField() + "\n    " + condition + "\n";
    }

    /// A detection that only the rule over it hears.
    private static String part(SourceTemplate from, String name, String action) {
        return "title: " + spoken(name) + "\nid: " + UUID.randomUUID() + "\nname: " + name + "\n" + logSource(from)
                + "detection:\n  selection:\n" + from.selection(action) + "  condition: selection\n";
    }

    private static String logSource(SourceTemplate from) {
        return "logsource: {product: " + from.product() + ", service: " + from.service() + "}\n";
    }

    private String metadata(String name) {
        return """
                title: %s
                id: %s
                name: %s
                status: experimental
                description: Say in one or two sentences what happened when this fires.
                author: Vigil
                date: %s
                tags: [cnfa.art8.3.1, attack.t1685.002, ccm.log-02] # clause, technique, control
                falsepositives:
                  - Planned work, with a ticket
                level: medium
                vigil:
                  key: %s
                  title-zh: 請填寫中文標題
                  description-zh: 請以一至二句說明觸發時發生何事。
                  unit: SOC
                  playbook: P1
                """.formatted(
                        title,
                        UUID.randomUUID(),
                        name,
                        LocalDate.now(ZoneId.systemDefault()),
                        "NEW-" + name.toUpperCase(Locale.ROOT));
    }

    /// The text of the events file: two cases that fire and two near misses.
    public String events() {
        SourceTemplate from = SourceTemplate.of(source);
        var cases = new EventCases(from);
        switch (kind) {
            case detection -> detectionCases(cases, from);
            case filter -> filterCases(cases, from);
            case event_count -> countCases(cases, from);
            case value_count -> valueCases(cases, from);
            case value_sum -> sumCases(cases, from);
            case value_avg, value_median, value_percentile -> numberCases(cases, from);
            case temporal, temporal_ordered -> pairCases(cases, from);
            case absence -> absenceCases(cases, from);
            case expectation -> expectationCases(cases, from);
            case baseline -> baselineCases(cases, from);
        }
        return cases.text();
    }

    private static void detectionCases(EventCases cases, SourceTemplate from) {
        cases.open("it happens", true).event(from.first(), AT_ONCE);
        cases.open("somebody else does it", true).event(from.first(), EventCases.OTHER, AT_ONCE);
        cases.open("something else happens", false).event(from.harmless(), AT_ONCE);
        cases.open("the other action", false).event(from.second(), AT_ONCE);
    }

    private static void filterCases(EventCases cases, SourceTemplate from) {
        cases.open("it happens", true).event(from.first(), AT_ONCE);
        cases.open("twice", true).event(from.first(), AT_ONCE).event(from.first(), minutes(1));
        cases.open("planned work", false).event(from.first(), EventCases.OTHER, AT_ONCE);
        cases.open("something else happens", false).event(from.harmless(), AT_ONCE);
    }

    private static void countCases(EventCases cases, SourceTemplate from) {
        cases.open("three in ten minutes", true, 3, "200s").event(from.first(), AT_ONCE);
        cases.open("five at once", true, 5, "1s").event(from.first(), AT_ONCE);
        cases.open("two only, and others that do not count", false, 2, "1s")
                .event(from.first(), AT_ONCE)
                .event(from.harmless(), AT_ONCE);
        cases.open("three, too slowly", false, 3, "301s").event(from.first(), AT_ONCE);
    }

    private static void valueCases(EventCases cases, SourceTemplate from) {
        values(cases.open("three different values", true), from, 3, minutes(1));
        values(cases.open("four different values", true), from, 4, minutes(1));
        values(cases.open("two values, and a third that does not count", false), from, 2, minutes(1))
                .event(from.harmless(), EventCases.ACTOR, 2, 1, minutes(2));
        values(cases.open("three, too slowly", false), from, 3, minutes(6));
    }

    private static EventCases values(EventCases cases, SourceTemplate from, int count, Duration apart) {
        for (int i = 0; i < count; i++) {
            cases.event(from.first(), EventCases.ACTOR, i, 1, apart.multipliedBy(i));
        }
        return cases;
    }

    private static void sumCases(EventCases cases, SourceTemplate from) {
        parts(cases.open("much in two steps", true), from, minutes(5), 10, 10);
        parts(cases.open("much in five steps", true), from, minutes(2), 4, 4, 4, 4, 4);
        cases.open("not so much, and more that does not count", false)
                .event(from.first(), EventCases.ACTOR, 0, 10, AT_ONCE)
                .event(from.harmless(), EventCases.ACTOR, 0, 10, minutes(1));
        parts(cases.open("much, too slowly", false), from, minutes(6), 6, 6, 6);
    }

    private static void numberCases(EventCases cases, SourceTemplate from) {
        parts(cases.open("a large one", true), from, AT_ONCE, 10);
        parts(cases.open("all large", true), from, minutes(1), 7, 8, 9);
        parts(cases.open("all small", false), from, minutes(1), 1, 2, 3);
        cases.open("a large one that does not count", false).event(from.harmless(), EventCases.ACTOR, 0, 10, AT_ONCE);
    }

    private static void parts(EventCases cases, SourceTemplate from, Duration apart, int... tenths) {
        for (int i = 0; i < tenths.length; i++) {
            cases.event(from.first(), EventCases.ACTOR, 0, tenths[i], apart.multipliedBy(i));
        }
    }

    private void pairCases(EventCases cases, SourceTemplate from) {
        boolean ordered = kind == Kind.temporal_ordered;
        pair(cases.open("first, then second", true), from, minutes(1));
        pair(cases.open("after nine minutes", true), from, minutes(9));
        cases.open(ordered ? "the wrong order" : "the other order", !ordered)
                .event(from.second(), AT_ONCE)
                .event(from.first(), minutes(1));
        pair(cases.open("too far apart", false), from, minutes(11));
        if (!ordered) {
            cases.open("only one of them", false).event(from.first(), AT_ONCE);
        }
    }

    private static void pair(EventCases cases, SourceTemplate from, Duration apart) {
        cases.event(from.first(), AT_ONCE).event(from.second(), apart);
    }

    private static void absenceCases(EventCases cases, SourceTemplate from) {
        cases.open("the second does not come", true).event(from.first(), AT_ONCE);
        pair(cases.open("it comes too late", true), from, minutes(11));
        pair(cases.open("it comes", false), from, minutes(9));
        cases.open("the first did not happen", false).event(from.second(), AT_ONCE);
    }

    /// What somebody else does lets the time pass.
    private static void expectationCases(EventCases cases, SourceTemplate from) {
        cases.open("it does not come again", true)
                .event(from.first(), AT_ONCE)
                .event(from.first(), EventCases.OTHER, hours(26));
        cases.open("it comes too late", true).event(from.first(), AT_ONCE).event(from.first(), hours(26));
        cases.open("it comes in time", false).event(from.first(), AT_ONCE).event(from.first(), hours(23));
        cases.open("who never did it owes nothing", false)
                .event(from.first(), AT_ONCE)
                .event(from.second(), EventCases.OTHER, hours(23));
    }

    private static void baselineCases(EventCases cases, SourceTemplate from) {
        cases.open("a new value after a week of learning", true)
                .event(from.first(), AT_ONCE)
                .event(from.first(), EventCases.ACTOR, 1, 1, hours(8 * 24));
        cases.open("known to somebody else", true)
                .event(from.first(), AT_ONCE)
                .event(from.first(), EventCases.OTHER, 1, 1, AT_ONCE)
                .event(from.first(), EventCases.ACTOR, 1, 1, hours(8 * 24));
        cases.open("a value that is known, and one that does not count", false)
                .event(from.first(), AT_ONCE)
                .event(from.harmless(), EventCases.ACTOR, 1, 1, hours(8 * 24))
                .event(from.first(), hours(8 * 24));
        cases.open("while it learns", false)
                .event(from.first(), AT_ONCE)
                .event(from.first(), EventCases.ACTOR, 1, 1, hours(6 * 24));
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }

    private static String spoken(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
