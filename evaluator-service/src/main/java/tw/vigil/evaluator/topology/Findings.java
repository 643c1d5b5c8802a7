package tw.vigil.evaluator.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.Vigil;
import tw.vigil.sigma.correlate.Episode;

/// Makes findings. Their ids follow from the rule and the events alone, so a replay makes the same ones.
final class Findings {
    /// Newest contributing events that a finding carries.
    static final int MAX_EVENTS = 20;

    /// A larger event goes into a finding without its text.
    static final int MAX_RAW_BYTES = 32 * 1024;

    /// Texts of all events of one finding together. In JSON they at most double, which stays below the 1 MiB that a
    /// Kafka broker takes by default: an oversized finding would stop the stream.
    private static final int MAX_RAW_BYTES_OF_FINDING = 384 * 1024;

    private Findings() {}

    /// A detection matched one event.
    static Finding ofMatch(RuleInfo rule, EventCopy copy, Instant evaluated) {
        Finding.ContributingEvent event = copy.event();
        return new Finding(
                Sha256.hex(rule.id() + "\n" + event.id()),
                1,
                describe(rule),
                rule.clauses(),
                rule.tags(),
                rule.vigil().unit(),
                rule.vigil().playbook(),
                Collections.emptySortedMap(),
                new Finding.Times(event.time(), event.time(), copy.received(), evaluated),
                1,
                copy.entities(),
                copy.reasons(),
                List.of(event),
                event.raw() == null);
    }

    /// A correlation's condition holds.
    ///
    /// @param rules to make names and reasons with
    /// @param copies the newest contributing events that are still kept, in event-time order
    static Finding ofEpisode(
            RuleSet rules,
            RuleInfo rule,
            SortedMap<String, String> group,
            Episode episode,
            List<EventCopy> copies,
            Instant evaluated) {
        EventCopy newest = copies.isEmpty() ? null : copies.getLast().explained(rules);
        List<Finding.ContributingEvent> events = bounded(copies);
        SortedMap<String, String> whole = new TreeMap<>(group);
        whole.putAll(episode.added());
        return new Finding(
                idOfEpisode(rule, whole, episode.windowStart()),
                episode.revision(),
                describe(rule),
                rule.clauses(),
                rule.tags(),
                rule.vigil().unit(),
                rule.vigil().playbook(),
                whole,
                new Finding.Times(
                        episode.windowStart(),
                        episode.windowEnd(),
                        newest == null ? episode.windowEnd() : newest.received(),
                        evaluated),
                episode.count(),
                newest == null ? Collections.emptySortedMap() : newest.entities(),
                reasons(rule, episode, newest),
                events,
                events.size() < episode.count() || events.stream().anyMatch(event -> event.raw() == null));
    }

    private static List<Finding.Reason> reasons(RuleInfo rule, Episode episode, @Nullable EventCopy newest) {
        if (!rule.kind().equals("expectation")) {
            return newest == null ? List.of() : newest.reasons();
        }
        // the episode ends where it speaks: so long before its deadline
        var left = Duration.ofSeconds((long) episode.value());
        Instant deadline = episode.windowEnd().plus(left);
        String actual = left.isZero() ? "not happened" : "not yet; " + left.toDays() + " days were left";
        return List.of(new Finding.Reason("expectation", "deadline", "happens before " + deadline, actual));
    }

    /// @param group with what tells the episode from others of the same group and start
    static String idOfEpisode(RuleInfo rule, SortedMap<String, String> group, Instant start) {
        return Sha256.hex(rule.id() + "\n" + Groups.canonical(group) + "\n" + start);
    }

    /// What a rule is called in metrics and logs: its catalogue key, else its id.
    static String label(RuleInfo rule) {
        String key = rule.vigil().key();
        return key == null ? rule.id() : key;
    }

    private static Finding.Rule describe(RuleInfo rule) {
        Vigil vigil = rule.vigil();
        return new Finding.Rule(
                rule.id(),
                vigil.key(),
                rule.name(),
                rule.kind(),
                rule.title(),
                vigil.titleZh(),
                rule.description(),
                vigil.descriptionZh(),
                rule.level(),
                rule.sha256());
    }

    /// Keeps the texts of the newest events, as many as fit.
    private static List<Finding.ContributingEvent> bounded(List<EventCopy> copies) {
        List<Finding.ContributingEvent> events = new ArrayList<>();
        int left = MAX_RAW_BYTES_OF_FINDING;
        for (EventCopy copy : copies.reversed()) {
            Finding.ContributingEvent event = copy.event();
            int size = sizeOf(event.raw());
            events.add(size <= left ? event : withoutRaw(event));
            left -= Math.min(size, left);
        }
        return events.reversed();
    }

    private static int sizeOf(@Nullable String raw) {
        return raw == null ? 0 : raw.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Finding.ContributingEvent withoutRaw(Finding.ContributingEvent event) {
        return new Finding.ContributingEvent(
                event.id(),
                event.type(),
                event.source(),
                event.sourceId(),
                event.time(),
                event.topic(),
                event.partition(),
                event.offset(),
                event.rawSha256(),
                null);
    }
}
