package tw.vigil.rulecli.play;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tw.vigil.rulecli.pack.EventLines;
import tw.vigil.rules.proof.EventSource;
import tw.vigil.rules.proof.PackException;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineFinding;
import tw.vigil.sigma.offline.OfflineRun;

/// One pass over files of one source, in the order given. Event time is the vendor's; an event without one
/// stands at the time of the event before it.
public final class EventPlay {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RuleSet rules;
    private final EventSource source;
    private final PrintWriter err;
    private final Hearer hearer;
    private final LineIndex lineOfEvent = new LineIndex();
    private final boolean remembersLines;
    private final OfflineRun run;
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private byte[] current = new byte[0];
    private String currentId = "";
    private int line;
    private long events;
    private int unreadable;
    private long untimed;

    /// Hears what rules say.
    @FunctionalInterface
    public interface Hearer {
        /// @param line one-based line of the file that matched or completed the correlation
        /// @param entity who did it: the group of a correlation, else what the source's mapping knows of it
        void hear(int line, OfflineFinding finding, SortedMap<String, String> entity);
    }

    public EventPlay(RuleSet rules, EventSource source, PrintWriter err, Hearer hearer) {
        this.rules = rules;
        this.source = source;
        this.err = err;
        this.hearer = hearer;
        this.remembersLines = !rules.rules().stream().allMatch(RuleInfo::isDetection);
        this.run = new OfflineRun(rules, this::found);
    }

    /// Plays the files and lets the event time run out.
    ///
    /// @throws PackException when a file is not there
    public void play(List<Path> files, Progress progress) {
        long total = 0;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new PackException(file + ": no such file");
            }
            total += file.toFile().length();
        }
        var read = new AtomicLong();
        for (Path file : files) {
            play(file, read, total, progress);
        }
        run.finish();
        progress.end();
        run.warnings().forEach(err::println);
        if (untimed > 0) {
            err.println(untimed + " of " + events
                    + " events have no time in a field that is known here; each was taken to happen when the one before"
                    + " it did, so windows of correlations may say too much");
        }
    }

    private void play(Path file, AtomicLong read, long total, Progress progress) {
        line = 0;
        try (var lines = EventLines.open(file, read)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (!text.isBlank()) {
                    accept(text);
                }
                progress.at(read.get(), total, events);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private void accept(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonNode event = MAPPER.readTree(json);
            String id = EventSource.identity(event, json);
            Instant own = EventSource.time(event);
            Instant time = own == null ? last : own;
            untimed += own == null ? 1 : 0;
            if (own != null && (first == null || own.isBefore(first))) {
                first = own;
            }
            if (remembersLines) {
                lineOfEvent.put(id, line);
            }
            current = json;
            currentId = id;
            run.accept(new OfflineEvent(id, time, source.logSource(), json));
            events++;
            last = time;
        } catch (IOException | MalformedEventException e) {
            unreadable++;
            String message = e instanceof JsonProcessingException syntax ? syntax.getOriginalMessage() : e.getMessage();
            err.println("line " + line + " is not an event: " + message);
        }
    }

    private void found(OfflineFinding finding) {
        if (finding.revision() > 1) {
            return;
        }
        boolean here = finding.completedBy().equals(currentId);
        int at = here ? line : lineOfEvent.line(finding.completedBy(), line);
        hearer.hear(at, finding, here ? entity(finding) : finding.group());
    }

    private SortedMap<String, String> entity(OfflineFinding finding) {
        return finding.group().isEmpty() ? entity(rules, source.logSource(), current) : finding.group();
    }

    /// Who did it, as far as the mapping of the source knows; empty when it does not.
    static SortedMap<String, String> entity(RuleSet rules, LogSource source, byte[] json) {
        var entity = new TreeMap<String, String>();
        var known = rules.normalise(source, json);
        for (String name : List.of("actor.user.name", "src_endpoint.ip")) {
            String value = known.get(name);
            if (value != null) {
                entity.put(name, value);
                break;
            }
        }
        return entity;
    }

    public long events() {
        return events;
    }

    public int unreadable() {
        return unreadable;
    }

    /// Of the earliest event; null when none had a time.
    public @Nullable Instant first() {
        return first;
    }

    public Instant last() {
        return last;
    }
}
