package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.stack.PortBook.Owner;

/// Posts a file to the ingest service. JSON lines go in parts that end at a line's end, so that a file may have any
/// size; every other file goes whole, streamed, compressed if it is.
final class FileSender {

    private static final int PART_BYTES = 4 << 20;
    private static final int LONGEST_LINE = 16 << 20;
    private static final int ATTEMPTS = 12;
    private static final int SHOWN_PROBLEMS = 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final long PROGRESS_NANOS = 2_000_000_000L;

    private final ServiceClient client;
    private final String path;
    private final String token;
    private final PrintWriter progress;

    /// What became of a file.
    ///
    /// @param control messages of a delivery about itself, such as probes
    /// @param refusal why the rest of the file was not taken; null when all of it was
    record Report(
            Path file,
            long received,
            long accepted,
            long quarantined,
            long control,
            List<String> problems,
            @Nullable String refusal) {
        Report {
            problems = List.copyOf(problems);
        }
    }

    /// @param recordField the field that holds each record; null when they come as the vendor wrote them
    FileSender(
            Installation installation,
            String source,
            @Nullable String recordField,
            String token,
            PrintWriter progress) {
        this.client = new ServiceClient(installation);
        String wrapped =
                recordField == null ? "" : "?record-field=" + URLEncoder.encode(recordField, StandardCharsets.UTF_8);
        this.path = "/v1/events/" + source + wrapped;
        this.token = token;
        this.progress = progress;
    }

    Report send(Path file) throws IOException, InterruptedException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean zipped = isGzip(file);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        boolean lines = plain.endsWith(".jsonl")
                || plain.endsWith(".ndjson")
                || plain.endsWith(".log")
                || plain.endsWith(".txt");
        var tally = new Tally(file);
        if (Files.size(file) == 0) {
            tally.remark("the file is empty");
        } else if (lines) {
            sendLines(file, zipped, tally);
        } else {
            tally.add(post(() -> BodyPublishers.ofFile(file), "application/json", zipped), 0);
        }
        return tally.report();
    }

    private void sendLines(Path file, boolean zipped, Tally tally) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long told = began;
        long bytes = 0;
        long line = 0;
        try (InputStream in = open(file, zipped)) {
            var parts = new LineParts(in, PART_BYTES, LONGEST_LINE);
            for (byte[] part = next(parts, line); part.length > 0 && tally.refusal == null; part = next(parts, line)) {
                byte[] body = part;
                tally.add(post(() -> BodyPublishers.ofByteArray(body), "application/x-ndjson", false), line);
                bytes += part.length;
                line += count(part);
                if (System.nanoTime() - told > PROGRESS_NANOS) {
                    told = System.nanoTime();
                    progress.println("%s: %d MB, %d lines".formatted(file.getFileName(), bytes >> 20, line));
                }
            }
        } catch (UnreadableFileException e) {
            tally.refuse(e.getMessage());
        }
    }

    /// A file that cannot be read to its end.
    private static final class UnreadableFileException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableFileException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static byte[] next(LineParts parts, long line) throws UnreadableFileException {
        try {
            return parts.next();
        } catch (IOException e) {
            String why = e instanceof EOFException ? "the compressed file ends too early" : e.getMessage();
            throw new UnreadableFileException(
                    line == 0
                            ? "%s; nothing was sent".formatted(why)
                            : "%s; it was sent up to line %d, nothing after that".formatted(why, line),
                    e);
        }
    }

    private static InputStream open(Path file, boolean zipped) throws IOException {
        InputStream raw = Files.newInputStream(file);
        return new BufferedInputStream(zipped ? new GZIPInputStream(raw, 1 << 16) : raw, 1 << 16);
    }

    private static long count(byte[] part) {
        long lines = 0;
        for (byte b : part) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    /// A body that can be sent again.
    @FunctionalInterface
    private interface Body {
        BodyPublisher open() throws FileNotFoundException;
    }

    private HttpResponse<String> post(Body body, String type, boolean zipped) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var request = client.request(Owner.INGEST, path)
                    .timeout(Duration.ofMinutes(10))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", type)
                    .POST(body.open());
            if (zipped) {
                request.header("Content-Encoding", "gzip");
            }
            HttpRequest built = request.build();
            var response = client.send(built);
            boolean later = response.statusCode() == 429 || response.statusCode() == 503;
            if (!later || attempt == ATTEMPTS) {
                return response;
            }
            var wait = retryAfter(response, attempt);
            progress.println("ingest is busy (HTTP %d); trying again in %d s"
                    .formatted(response.statusCode(), wait.toSeconds()));
            Thread.sleep(wait);
        }
    }

    private static Duration retryAfter(HttpResponse<?> response, int attempt) {
        var asked = response.headers().firstValue("Retry-After").filter(value -> value.matches("\\d{1,6}"));
        var wait = asked.map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ofSeconds(Math.min(attempt, 10)));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(2);
            return magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        }
    }

    private static final class Tally {
        private final Path file;
        private final List<String> problems = new ArrayList<>();
        private long received;
        private long accepted;
        private long quarantined;
        private long control;
        private @Nullable String refusal;

        Tally(Path file) {
            this.file = file;
        }

        void refuse(@Nullable String why) {
            refusal = why;
        }

        void remark(String what) {
            problems.add(what);
        }

        /// @param offset lines of the file before this part
        void add(HttpResponse<String> response, long offset) throws IOException {
            JsonNode answer;
            try {
                answer = ServiceClient.JSON.readTree(response.body());
            } catch (IOException _) {
                answer = ServiceClient.JSON.createObjectNode();
            }
            if (response.statusCode() / 100 != 2) {
                refusal = ServiceClient.problem(response);
            }
            received += answer.path("received").asLong();
            accepted += answer.path("accepted").asLong();
            quarantined += answer.path("quarantined").asLong();
            control += answer.path("control").asLong();
            for (JsonNode problem : answer.path("problems")) {
                if (problems.size() < SHOWN_PROBLEMS) {
                    problems.add("%s: %s: %s"
                            .formatted(
                                    position(problem.path("position"), offset),
                                    problem.path("reason").asText(),
                                    problem.path("detail").asText()));
                }
            }
        }

        private static String position(JsonNode position, long offset) {
            if (position.isIntegralNumber()) {
                return "record " + (offset + position.asLong());
            }
            return position.asText() + (offset == 0 ? "" : " after line " + offset);
        }

        Report report() {
            return new Report(file, received, accepted, quarantined, control, problems, refusal);
        }
    }
}
