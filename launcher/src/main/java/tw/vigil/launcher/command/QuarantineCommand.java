package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What was rejected: to look at, and to send again once the cause is mended.
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = "Shows what could not be read, and sends it again.",
        synopsisSubcommandLabel = "COMMAND")
final class QuarantineCommand implements Runnable {
    private static final String HERE = "/v1/quarantine";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    /// What `list` and `replay` choose by.
    static final class Filter {
        @Option(names = "--source", description = "id of the source that it came by")
        private @Nullable String source;

        @Option(names = "--reason", description = "for example not_json")
        private @Nullable String reason;

        @Option(names = "--since", description = "put there then or later, for example 2026-08-20T10:00:00Z")
        private @Nullable String since;

        private Map<String, @Nullable String> parameters() {
            var parameters = new LinkedHashMap<String, @Nullable String>();
            parameters.put("source", source);
            parameters.put("reason", reason);
            parameters.put("since", since);
            return parameters;
        }

        private boolean isEmpty() {
            return source == null && reason == null;
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(out());
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists rejected records, newest first.")
    int list(
            @Mixin Filter filter,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "at most so many (${DEFAULT-VALUE}, up to 1000)")
                    int limit,
            @Option(names = "--output", defaultValue = "table", description = "table, json or jsonl")
                    OutputFormat output)
            throws IOException, InterruptedException {
        var parameters = filter.parameters();
        parameters.put("limit", Integer.toString(limit));
        var query = new ArrayList<String>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        JsonNode answer = client().operate(HERE + "?" + String.join("&", query), null);
        JsonNode records = answer.path("records");
        switch (output) {
            case TABLE -> table(records);
            case JSON -> out().println(records.toPrettyString());
            case JSONL -> records.forEach(record -> out().println(record));
        }
        if (!answer.path("complete").asBoolean()) {
            spec.commandLine()
                    .getErr()
                    .println("there is more: narrow it by --source, --reason or --since, or raise --limit");
        }
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one rejected record: headers, reason and its bytes, escaped for a terminal.")
    int show(
            @Parameters(paramLabel = "ID", description = "as list shows it, for example 2-17") String id,
            @Option(names = "--output", defaultValue = "table", description = "table, json or jsonl")
                    OutputFormat output,
            @Option(
                            names = "--bytes",
                            defaultValue = "4096",
                            description = "show at most so many bytes (${DEFAULT-VALUE})")
                    int most)
            throws IOException, InterruptedException {
        JsonNode record = client().operate(HERE + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8), null);
        switch (output) {
            case TABLE -> print(record, most);
            case JSON -> out().println(record.toPrettyString());
            case JSONL -> out().println(record);
        }
        return 0;
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Sends rejected records again: those named, or of a source or reason, oldest first.",
                "What was sent again before is left out unless --again. Exit code 1 when one was not accepted."
            })
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "as list shows them") @Nullable
                    List<String> ids,
            @Mixin Filter filter,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description = "at most so many (${DEFAULT-VALUE}, up to 1000)")
                    int limit,
            @Option(names = "--again", description = "also what was sent again before") boolean again,
            @Option(names = "--output", defaultValue = "table", description = "table, json or jsonl")
                    OutputFormat output)
            throws IOException, InterruptedException {
        List<String> named = ids == null ? List.of() : ids;
        if (named.isEmpty() && filter.isEmpty()) {
            throw new ParameterException(spec.subcommands().get("replay"), "name records, or --source, or --reason");
        }
        var order = ServiceClient.JSON.createObjectNode();
        filter.parameters().forEach(order::put);
        order.put("limit", limit).put("again", again);
        if (!named.isEmpty()) {
            named.forEach(order.putArray("ids")::add);
        }
        JsonNode report = client().operate(HERE + "/replay", order);
        switch (output) {
            case TABLE -> print(report);
            case JSON -> out().println(report.toPrettyString());
            case JSONL -> out().println(report);
        }
        long accepted = report.path("outcomes").path("accepted").asLong()
                + report.path("outcomes").path("control").asLong();
        return report.path("absent").asLong() == 0
                        && accepted == report.path("chosen").asLong()
                ? 0
                : 1;
    }

    private void table(JsonNode records) {
        if (records.isEmpty()) {
            out().println("nothing in quarantine");
            return;
        }
        var table = new Table("ID", "SINCE", "STAGE", "SOURCE", "REASON", "BYTES", "REPLAYED", "POSITION");
        for (JsonNode record : records) {
            table.row(
                    record.path("id").asText(),
                    record.path("at").asText(),
                    record.path("stage").asText(),
                    PlainText.of(record.path("source").asText()),
                    PlainText.of(record.path("reason").asText()),
                    record.path("bytes").asText() + (record.has("truncatedFrom") ? " (cut)" : ""),
                    record.path("replayed").path("outcome").asText("-"),
                    PlainText.of(record.path("position").asText()));
        }
        table.print(out());
    }

    private void print(JsonNode record, int most) {
        for (String field :
                List.of("id", "at", "stage", "source", "position", "reason", "detail", "key", "rawSha256", "bytes")) {
            out().println("%-10s %s"
                    .formatted(field, PlainText.of(record.path(field).asText())));
        }
        if (record.has("truncatedFrom")) {
            out().println("%-10s from %s bytes: it cannot be sent again from here"
                    .formatted("cut", record.path("truncatedFrom").asText()));
        }
        JsonNode replayed = record.path("replayed");
        if (!replayed.isMissingNode()) {
            out().println("%-10s %s by %s at %s"
                    .formatted(
                            "replayed",
                            replayed.path("outcome").asText(),
                            PlainText.of(replayed.path("by").asText()),
                            replayed.path("at").asText()));
        }
        byte[] bytes = Base64.getDecoder().decode(record.path("content").asText());
        out().println();
        out().println(PlainText.of(bytes, most));
        long kept = record.path("bytes").asLong();
        if (kept > Math.min(bytes.length, most)) {
            out().println("… %d of %d bytes".formatted(Math.min(bytes.length, most), kept));
        }
    }

    private void print(JsonNode report) {
        out().println("looked at %d".formatted(report.path("chosen").asLong()));
        report.path("outcomes")
                .properties()
                .forEach(outcome -> out().println("  %-16s %d  %s"
                        .formatted(outcome.getKey(), outcome.getValue().asLong(), explain(outcome.getKey()))));
        if (report.path("absent").asLong() > 0) {
            out().println("  %-16s %d  not in quarantine, or no longer"
                    .formatted("absent", report.path("absent").asLong()));
        }
        if (!report.path("complete").asBoolean()) {
            out().println("There is more: call it again.");
        }
    }

    private static String explain(String outcome) {
        return switch (outcome) {
            case "accepted" -> "";
            case "quarantined" -> "rejected again: list shows the new reason";
            case "control" -> "a message of the delivery about itself";
            case "replayed_before" -> "left out; --again sends them all the same";
            case "cut" -> "too large, so its bytes were cut: get it from the sender";
            case "unknown_source" -> "the source is not configured";
            case "no_event" -> "a signal or finding: evaluate the period with ./vigil rules eval";
            default -> "";
        };
    }

    private static ServiceClient client() {
        return new ServiceClient(Installation.here());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
