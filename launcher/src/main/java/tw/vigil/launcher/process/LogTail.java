package tw.vigil.launcher.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/// What a process wrote into its log since some moment, for a person who wants to know why it does not start.
final class LogTail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 5;
    private static final int COLUMNS = 300;
    private static final Set<String> LEVELS = Set.of("WARN", "WARNING", "ERROR", "SEVERE", "FATAL");
    private static final Pattern COMPLAINT =
            Pattern.compile("\\b(WARN|WARNING|ERROR|SEVERE|FATAL|PANIC)\\b|^Error:|^Exception in thread");

    private final Path log;
    private final long from;

    private LogTail(Path log, long from) {
        this.log = log;
        this.from = from;
    }

    static LogTail fromNow(Path log) throws IOException {
        return new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
    }

    /// The last warnings and errors, or the last plain lines when there are none, and where all of it lies.
    String complaints() {
        Deque<String> complaints = new ArrayDeque<>();
        Deque<String> plain = new ArrayDeque<>();
        try (var channel = FileChannel.open(log, StandardOpenOption.READ).position(from);
                var lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    keep(complaints, complaint(line));
                } else {
                    keep(COMPLAINT.matcher(line).find() ? complaints : plain, line);
                }
            }
        } catch (IOException _) {
            return "; its log is " + log;
        }
        var shown = complaints.isEmpty() ? plain : complaints;
        return (shown.isEmpty() ? "" : ":\n  " + String.join("\n  ", shown)) + "\nIts log is " + log;
    }

    private static void keep(Deque<String> lines, String line) {
        if (line.isBlank()) {
            return;
        }
        if (lines.size() == SHOWN) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > COLUMNS ? line.substring(0, COLUMNS) + "…" : line);
    }

    /// A line of a service's JSON log as a person would write it; empty when it complains about nothing.
    private static String complaint(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            String level = entry.path("level").asText();
            if (!LEVELS.contains(level)) {
                return "";
            }
            JsonNode exception = entry.path("exception");
            String cause = exception.path("message").asText();
            for (JsonNode deeper = exception.at("/causedBy/exception");
                    deeper.isObject();
                    deeper = deeper.at("/causedBy/exception")) {
                cause = deeper.path("message").asText(cause);
            }
            String message = entry.path("message").asText();
            return level + " " + message.strip().lines().findFirst().orElse("")
                    + (cause.isEmpty() || message.contains(cause)
                            ? ""
                            : " (" + cause.lines().findFirst().orElse("") + ")");
        } catch (JsonProcessingException _) {
            // Cut off in the middle, or not an entry of a log.
            return "";
        }
    }
}
