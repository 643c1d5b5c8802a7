package tw.vigil.rulecli.scaffold;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;

/// A rule that loads and passes its own cases from the first minute, to be changed step by step.
///
/// @param name also the file's name, lower_case_with_underscores
public record RuleTemplate(Kind kind, String source, String name, String title) {
    private static final LocalDateTime START = LocalDateTime.parse("2026-08-20T10:15:00");

    /// The text of the rule file.
    public String rule() {
        SourceTemplate from = SourceTemplate.of(source);
        if (!kind.isCorrelation()) {
            return metadata() + logSource(from) + "detection:\n  selection:\n" + from.selection(from.first())
                    + "  condition: selection\n";
        }
        var text = new StringBuilder(part(from, name + "_first", from.first()));
        if (kind.needsTwoDetections()) {
            text.append("---\n").append(part(from, name + "_second", from.second()));
        }
        return text.append("---\n").append(metadata()).append(correlation(from)).toString();
    }

    private String correlation(SourceTemplate from) {
        String rules = kind.needsTwoDetections() ? name + "_first, " + name + "_second" : name + "_first";
        String condition = switch (kind) {
            case event_count -> "  condition:\n    gte: 3\n";
            case value_count -> "  condition:\n    field: " + from.counted() + "\n    gte: 3\n";
            case detection, temporal, temporal_ordered -> "";
        };
        return "correlation:\n  type: " + kind + "\n  rules: [" + rules + "]\n  group-by: [" + from.actor() + "]\n"
                + "  timespan: 10m\n" + condition;
    }

    /// A detection that only the correlation hears.
    private static String part(SourceTemplate from, String name, String action) {
        return "title: " + spoken(name) + "\nid: " + UUID.randomUUID() + "\nname: " + name + "\n" + logSource(from)
                + "detection:\n  selection:\n" + from.selection(action) + "  condition: selection\n";
    }

    private static String logSource(SourceTemplate from) {
        return "logsource: {product: " + from.product() + ", service: " + from.service() + "}\n";
    }

    private String metadata() {
        return """
                title: %s
                id: %s
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
                        LocalDate.now(ZoneId.systemDefault()),
                        "NEW-" + name.toUpperCase(Locale.ROOT));
    }

    /// The text of the events file: two cases that fire and two near misses.
    public String events() {
        SourceTemplate from = SourceTemplate.of(source);
        var cases = new Cases(from);
        switch (kind) {
            case detection ->
                cases.one("it happens", true, from.first())
                        .one("somebody else does it", true, from.first())
                        .one("something else happens", false, from.harmless())
                        .one("the other action", false, from.second());
            case event_count ->
                cases.many("three in ten minutes", true, 3, "200s")
                        .many("five at once", true, 5, "1s")
                        .many("two only, and others that do not count", false, 2, "1s", from.harmless())
                        .many("three, too slowly", false, 3, "301s");
            case value_count ->
                cases.values("three different values", true, 3, 60)
                        .values("four different values", true, 4, 60)
                        .values("two values, and a third that does not count", false, 2, 60, from.harmless())
                        .values("three, too slowly", false, 3, 360);
            case temporal ->
                cases.pair("both, this order", true, from.first(), from.second(), 60)
                        .pair("both, other order", true, from.second(), from.first(), 60)
                        .pair("both, too far apart", false, from.first(), from.second(), 660)
                        .one("only one of them", false, from.first());
            case temporal_ordered ->
                cases.pair("first, then second", true, from.first(), from.second(), 60)
                        .pair("after nine minutes", true, from.first(), from.second(), 540)
                        .pair("the wrong order", false, from.second(), from.first(), 60)
                        .pair("too far apart", false, from.first(), from.second(), 660);
        }
        return cases.text();
    }

    private static String spoken(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /// Writes cases one after the other; every event has an identity of its own.
    private static final class Cases {
        private final SourceTemplate from;
        private final StringBuilder text = new StringBuilder();
        private int events;

        Cases(SourceTemplate from) {
            this.from = from;
        }

        String text() {
            return text.toString();
        }

        Cases one(String name, boolean fires, String action) {
            head(name, fires, "");
            event(action, "lin.ops", 0, 0);
            return this;
        }

        Cases many(String name, boolean fires, int times, String every, String... besides) {
            head(
                    name,
                    fires,
                    "  times: " + times + " # plays the events so often, each as new ones\n  every: " + every + "\n");
            event(from.first(), "lin.ops", 0, 0);
            for (String action : besides) {
                event(action, "lin.ops", 0, 0);
            }
            return this;
        }

        Cases values(String name, boolean fires, int count, int secondsApart, String... besides) {
            head(name, fires, "");
            for (int i = 0; i < count; i++) {
                event(from.first(), "lin.ops", i, i * secondsApart);
            }
            for (String action : besides) {
                event(action, "lin.ops", count, count * secondsApart);
            }
            return this;
        }

        Cases pair(String name, boolean fires, String first, String second, int secondsApart) {
            head(name, fires, "");
            event(first, "lin.ops", 0, 0);
            event(second, "lin.ops", 0, secondsApart);
            return this;
        }

        private void head(String name, boolean fires, String more) {
            text.append("- name: ")
                    .append(name)
                    .append("\n  fires: ")
                    .append(fires)
                    .append("\n  source: ");
            text.append(from.id()).append('\n').append(more).append("  events:\n");
        }

        private void event(String action, String actor, int value, int seconds) {
            String counted = from.counted().equals("awsRegion") ? "ap-east-" + (value + 1) : "shop-" + (value + 1);
            text.append(from.event()
                    .replace("ACTION", action)
                    .replace("ACTOR", actor)
                    .replace("COUNTED", counted)
                    .replace(
                            "TIME",
                            START.plusSeconds(seconds)
                                    + (START.plusSeconds(seconds).getSecond() == 0 ? ":00Z" : "Z"))
                    .replace("ID\n", "0c5f1b6e-7d1a-4b7e-9a10-%012d\n".formatted(++events)));
        }
    }
}
