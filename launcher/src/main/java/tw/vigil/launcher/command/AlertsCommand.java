package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The alert API on the command line, as user `analyst` unless `VIGIL_USER` and `VIGIL_PASSWORD` say otherwise.
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = "Lists alerts and works on them.",
        synopsisSubcommandLabel = "COMMAND")
final class AlertsCommand implements Runnable {

    private static final int LARGEST_PAGE = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    /// What `list` and `watch` choose by.
    static final class Filter {
        @Option(names = "--status", description = "new, acknowledged, in_progress or closed")
        private @Nullable String status;

        @Option(names = "--level", description = "critical, high, medium, low or informational")
        private @Nullable String level;

        @Option(names = "--unit", description = "code of the responsible unit")
        private @Nullable String unit;

        @Option(names = "--rule", description = "catalogue key or id of the rule")
        private @Nullable String rule;

        @Option(
                names = {"-q", "--search"},
                description = "words to search for")
        private @Nullable String words;

        private String query(int limit, @Nullable String before) {
            var parameters = new LinkedHashMap<String, @Nullable String>();
            parameters.put("status", status);
            parameters.put("level", level);
            parameters.put("unit", unit);
            parameters.put("rule", rule);
            parameters.put("q", words);
            parameters.put("limit", Integer.toString(limit));
            parameters.put("before", before);
            var pairs = new ArrayList<String>();
            parameters.forEach((name, value) -> {
                if (value != null) {
                    pairs.add(name + "=" + encode(value));
                }
            });
            return "/v1/alerts?" + String.join("&", pairs);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(out());
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists alerts, newest first.")
    int list(
            @picocli.CommandLine.Mixin Filter filter,
            @Option(names = "--limit", defaultValue = "50", description = "at most so many (${DEFAULT-VALUE})")
                    int limit,
            @Option(names = "--output", defaultValue = "table", description = "table, json or jsonl")
                    OutputFormat output)
            throws IOException, InterruptedException {
        var client = client();
        var alerts = new ArrayList<JsonNode>();
        @Nullable String before = null;
        do {
            var page = client.get(filter.query(Math.min(limit - alerts.size(), LARGEST_PAGE), before));
            items(page).forEach(alerts::add);
            before = page.path("next").isTextual() ? page.path("next").asText() : null;
        } while (before != null && alerts.size() < limit);
        switch (output) {
            case TABLE -> table(alerts);
            case JSON ->
                out().println(ServiceClient.JSON
                        .createArrayNode()
                        .addAll(alerts)
                        .toPrettyString());
            case JSONL -> alerts.forEach(alert -> out().println(alert));
        }
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one alert whole.")
    int show(@Parameters(paramLabel = "ID") String id) throws IOException, InterruptedException {
        out().println(client().get(path(id, "")).toPrettyString());
        return 0;
    }

    @Command(name = "ack", mixinStandardHelpOptions = true, description = "Acknowledges an alert.")
    int acknowledge(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--comment", description = "goes into the timeline") @Nullable String comment)
            throws IOException, InterruptedException {
        return act(id, "/acknowledge", comment, Map.of());
    }

    @Command(name = "assign", mixinStandardHelpOptions = true, description = "Gives an alert to somebody.")
    int assign(@Parameters(paramLabel = "ID") String id, @Parameters(paramLabel = "ASSIGNEE") String assignee)
            throws IOException, InterruptedException {
        return act(id, "/assign", null, Map.of("assignee", assignee));
    }

    @Command(name = "close", mixinStandardHelpOptions = true, description = "Closes an alert.")
    int close(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--verdict",
                            required = true,
                            description = "true_positive, benign, false_positive or undetermined")
                    String verdict,
            @Option(names = "--comment", required = true, description = "why") String comment)
            throws IOException, InterruptedException {
        return act(id, "/close", comment, Map.of("verdict", verdict));
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Prints alerts as they come and change.")
    int watch(
            @picocli.CommandLine.Mixin Filter filter,
            @Option(names = "--output", defaultValue = "table", description = "table or jsonl") OutputFormat output)
            throws IOException, InterruptedException {
        var client = client();
        var seen = new HashMap<String, String>();
        while (!out().checkError()) {
            var changed = new ArrayList<JsonNode>();
            for (JsonNode alert : items(client.get(filter.query(LARGEST_PAGE, null)))) {
                String state =
                        alert.path("status").asText() + alert.path("updated").asText();
                if (!state.equals(seen.put(alert.path("id").asText(), state))) {
                    changed.addFirst(alert);
                }
            }
            for (JsonNode alert : changed) {
                out().println(output == OutputFormat.TABLE ? line(alert) : alert.toString());
            }
            Thread.sleep(2_000);
        }
        return 0;
    }

    private int act(String id, String action, @Nullable String comment, Map<String, String> more)
            throws IOException, InterruptedException {
        var body = ServiceClient.JSON.createObjectNode();
        more.forEach(body::put);
        if (comment != null) {
            body.put("comment", comment);
        }
        var answer = client().post(path(id, action), body);
        out().println(answer.has("id") ? line(answer) : id + action.replace('/', ' '));
        return 0;
    }

    private void table(List<JsonNode> alerts) {
        if (alerts.isEmpty()) {
            out().println("no alerts");
            return;
        }
        var table = new Table("ID", "STATUS", "LEVEL", "UNIT", "RULE", "EVENTS", "LAST EVENT", "TITLE");
        for (JsonNode alert : alerts) {
            table.row(
                    alert.path("id").asText(),
                    alert.path("status").asText(),
                    alert.path("level").asText(),
                    alert.path("unit").asText(),
                    rule(alert),
                    alert.path("count").asText(),
                    alert.path("last_event").asText(),
                    title(alert));
        }
        table.print(out());
    }

    private static String line(JsonNode alert) {
        return String.join(
                "  ",
                List.of(
                        alert.path("id").asText(),
                        alert.path("status").asText(),
                        alert.path("level").asText(),
                        alert.path("unit").asText(),
                        rule(alert),
                        title(alert)));
    }

    private static String rule(JsonNode alert) {
        var rule = alert.path("rule");
        return rule.path("key").isTextual()
                ? rule.path("key").asText()
                : rule.path("id").asText();
    }

    private static String title(JsonNode alert) {
        String language = System.getenv().getOrDefault("LANG", "");
        boolean chinese = language.startsWith("zh") && alert.path("title_zh").isTextual();
        return alert.path(chinese ? "title_zh" : "title").asText();
    }

    private static Iterable<JsonNode> items(JsonNode page) {
        if (page.isArray()) {
            return page;
        }
        return page.has("items") ? page.path("items") : page.path("alerts");
    }

    private static String path(String id, String rest) {
        return "/v1/alerts/" + encode(id) + rest;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ServiceClient client() {
        return new ServiceClient(Installation.here());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
