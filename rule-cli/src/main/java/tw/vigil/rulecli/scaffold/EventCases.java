package tw.vigil.rulecli.scaffold;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Writes the cases of an events file one after the other; every event has an identity of its own.
final class EventCases {

    /// Who the cases are about.
    static final String ACTOR = "lin.ops";
    /// Somebody else.
    static final String OTHER = "wu.ops";

    private static final Instant START = Instant.parse("2026-08-20T10:15:00Z");
    private static final long LARGE = 600_000;

    private final SourceTemplate from;
    private final StringBuilder text = new StringBuilder();
    private int events;

    EventCases(SourceTemplate from) {
        this.from = from;
    }

    String text() {
        return text.toString();
    }

    /// @param fires whether the rule does
    EventCases open(String name, boolean fires) {
        text.append("- name: ").append(name).append("\n  fires: ").append(fires);
        text.append("\n  source: ").append(from.id()).append("\n  events:\n");
        return this;
    }

    /// A case whose events are played several times, each time as new ones.
    EventCases open(String name, boolean fires, int times, String every) {
        text.append("- name: ").append(name).append("\n  fires: ").append(fires);
        text.append("\n  source: ").append(from.id());
        text.append("\n  times: ").append(times).append(" # plays the events so often, each as new ones\n  every: ");
        text.append(every).append("\n  events:\n");
        return this;
    }

    /// An event of [#ACTOR], so long after the first.
    EventCases event(String action, Duration after) {
        return event(action, ACTOR, 0, 1, after);
    }

    EventCases event(String action, String actor, Duration after) {
        return event(action, actor, 0, 1, after);
    }

    /// @param value which of the source's values
    /// @param part how many tenths of a large number
    EventCases event(String action, String actor, int value, int part, Duration after) {
        Instant time = START.plus(after);
        String filled = from.event()
                .replace("ACTION", action)
                .replace("ACTOR", actor)
                .replace("COUNTED", from.values().get(value))
                .replace("NUMBER", Long.toString(LARGE * part / 10))
                .replace("TIME", time.toString())
                .replace("MILLIS", Long.toString(time.toEpochMilli()))
                .replace(" ID\n", " " + new UUID(0x0c5f1b6e7d1a4b7eL, 0x9a10000000000000L + ++events) + "\n");
        String indent = "    - ";
        for (String line : filled.lines().toList()) {
            text.append(indent).append(line).append('\n');
            indent = "      ";
        }
        return this;
    }
}
