package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.live.Evaluator;
import tw.vigil.rulecli.live.Switchover;

@Command(
        name = "status",
        description = "Shows the rule set in use, who runs it, what each rule has said, and the revisions before.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every instance uses the active revision",
            "1:an instance uses another one, or cannot load it",
            "2:called wrongly, or nobody answers"
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int SHORT_HASH = 12;
    private static final int TO_THE_SECOND = "2026-01-01T00:00:00".length();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Evaluator evaluator = new Evaluator();

    @Option(names = "--files", description = "Also lists the files of the rule set in use.")
    private boolean withFiles;

    @Option(names = "--all", description = "Also lists the rules that only feed correlations.")
    private boolean all;

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Override
    public Integer call() {
        JsonNode overview = evaluator.get("/v1/rules/revisions");
        JsonNode active = overview.path("active");
        List<JsonNode> instances = Switchover.present(overview.path("instances"));
        JsonNode rules = evaluator.get("/v1/rules");
        boolean agree = !instances.isEmpty()
                && instances.stream()
                        .allMatch(instance ->
                                instance.path("hash").equals(active.path("hash")) && !instance.has("refused"));
        PrintWriter out = Console.out(spec);
        if (output.isTable()) {
            print(out, overview, instances, rules);
        } else {
            ObjectNode all = overview.deepCopy();
            all.putArray("instances").addAll(instances);
            all.set("rules", rules);
            all.put("agree", agree);
            Output.line(out, all);
        }
        return agree ? 0 : 1;
    }

    private void print(PrintWriter out, JsonNode overview, List<JsonNode> instances, JsonNode rules) {
        JsonNode active = overview.path("active");
        out.println("in use: revision " + active.path("number").asLong() + ", "
                + hash(active.path("hash").asText()) + ", by "
                + active.path("published_by").asText() + " at "
                + active.path("published_at").asText());
        if (overview.has("proposed")) {
            JsonNode waiting = overview.path("proposed");
            out.println(
                    "waits for a second person: " + hash(waiting.path("hash").asText()) + ", by "
                            + waiting.path("published_by").asText());
        }
        out.println();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("INSTANCE", "REVISION", "SINCE", "STATE"));
        for (JsonNode instance : instances) {
            rows.add(List.of(
                    instance.path("instance").asText(),
                    instance.path("number").asText(),
                    instance.path("since").asText(),
                    state(instance, active)));
        }
        Output.rows(out, rows);
        out.println();
        printRules(out, rules);
        out.println();
        printHistory(out, overview);
        if (withFiles) {
            out.println();
            evaluator
                    .get("/v1/rules/revisions/" + active.path("number").asLong())
                    .path("files")
                    .forEach(file -> out.println(file.path("path").asText()));
        }
    }

    private void printRules(PrintWriter out, JsonNode rules) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "RULE", "LEVEL", "STAGE", "MATCHES", "FINDINGS", "ERRORS", "LAST MATCH", "COST", "CANARY", "TITLE"));
        List<JsonNode> shown = new ArrayList<>();
        rules.forEach(shown::add);
        int silent = (int) shown.stream().filter(StatusCommand::isSilent).count();
        shown.removeIf(rule -> !all && isSilent(rule));
        shown.sort(Comparator.comparing(StatusCommand::isSilent).thenComparing(StatusCommand::name));
        shown.forEach(rule -> rows.add(row(rule)));
        Output.rows(out, rows);
        out.println("counts: of the instance that was asked, since its start; cost: processor time, from a sample;");
        out.println("canary: when the rule was last seen to fire on an event made for it, and how long that took");
        if (silent > 0 && !all) {
            out.println(silent + " rules only feed correlations (--all lists them)");
        }
    }

    private static boolean isSilent(JsonNode rule) {
        return rule.path("silent").asBoolean();
    }

    private static String name(JsonNode rule) {
        return rule.path("key").asText(rule.path("id").asText());
    }

    private static List<String> row(JsonNode rule) {
        return List.of(
                name(rule),
                rule.path("level").asText(),
                rule.path("stage").asText(),
                rule.path("matches").asText(),
                rule.path("findings").asText(),
                rule.path("errors").asText(),
                rule.has("last_match") ? seconds(rule.path("last_match")) : "-",
                "%.1f ms".formatted(rule.path("cost_seconds").asDouble() * 1_000),
                canary(rule),
                rule.path("title").asText());
    }

    private static void printHistory(PrintWriter out, JsonNode overview) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("REVISION", "HASH", "PUBLISHED", "BY", "APPROVED BY", "FILES", "COMMENT"));
        for (JsonNode revision : overview.path("revisions")) {
            String restored = revision.has("restored_from")
                    ? "brings back " + revision.path("restored_from").asText() + "; "
                    : "";
            rows.add(List.of(
                    revision.path("number").asText(),
                    hash(revision.path("hash").asText()),
                    revision.path("published_at").asText(),
                    revision.path("published_by").asText(),
                    revision.path("approved_by").asText("-"),
                    revision.path("files").asText(),
                    restored + revision.path("comment").asText("")));
        }
        Output.rows(out, rows);
    }

    private static String canary(JsonNode rule) {
        if (rule.has("unprovable")) {
            return "none: " + rule.path("unprovable").asText();
        }
        String missed = rule.path("missed_canaries").asLong() == 0
                ? ""
                : ", missed " + rule.path("missed_canaries").asLong();
        return rule.has("proven")
                ? "proven " + seconds(rule.path("proven")) + ", "
                        + rule.path("proof_ms").asLong() + " ms" + missed
                : "not yet" + missed;
    }

    private static String seconds(JsonNode time) {
        return time.asText().substring(0, TO_THE_SECOND) + "Z";
    }

    private static String state(JsonNode instance, JsonNode active) {
        if (instance.has("refused")) {
            return "refuses " + hash(instance.path("refused").asText()) + ": "
                    + instance.path("problem").asText().lines().findFirst().orElse("");
        }
        return instance.path("hash").equals(active.path("hash")) ? "agrees" : "another revision";
    }

    private static String hash(String whole) {
        return whole.substring(0, Math.min(SHORT_HASH, whole.length()));
    }
}
