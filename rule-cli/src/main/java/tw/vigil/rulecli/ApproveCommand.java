package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.live.Evaluator;
import tw.vigil.rulecli.live.RuleSetFiles;
import tw.vigil.rulecli.live.Switchover;

@Command(
        name = "approve",
        description = {
            "Puts the revision that waits for a second person to use. Whoever pushed it cannot approve it.",
            "Without HASH it shows what waits and what it changes."
        },
        mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Evaluator evaluator = new Evaluator();

    @Parameters(paramLabel = "HASH", arity = "0..1", description = "The beginning of the hash of what you looked at.")
    private @Nullable String hash;

    @Override
    public Integer call() {
        JsonNode overview = evaluator.get("/v1/rules/revisions");
        JsonNode waiting = overview.path("proposed");
        if (waiting.isMissingNode()) {
            Console.err(spec).println("no revision waits for approval");
            return 1;
        }
        String whole = waiting.path("hash").asText();
        if (hash == null) {
            show(overview, waiting);
            return 0;
        }
        if (!whole.startsWith(hash)) {
            Console.err(spec).println("another revision waits: " + whole.substring(0, 12));
            return 1;
        }
        long began = System.nanoTime();
        Evaluator.Answer answer = evaluator.post(
                "/v1/rules/revisions/proposed/approve", Evaluator.object().put("hash", whole));
        return new Switchover(evaluator, Console.out(spec), Console.err(spec))
                .report(answer, Duration.ofNanos(System.nanoTime() - began));
    }

    private void show(JsonNode overview, JsonNode waiting) {
        var out = Console.out(spec);
        long active = overview.path("active").path("number").asLong();
        var files =
                new RuleSetFiles(evaluator.get("/v1/rules/revisions/" + active).path("files"));
        files.clear();
        evaluator
                .get("/v1/rules/revisions/proposed")
                .path("files")
                .forEach(file -> files.texts()
                        .put(file.path("path").asText(), file.path("text").asText()));
        out.println("pushed by " + waiting.path("published_by").asText() + " at "
                + waiting.path("published_at").asText() + ": "
                + waiting.path("comment").asText("no comment"));
        files.changes().forEach(out::println);
        out.println("approve it with: ./vigil rules approve "
                + waiting.path("hash").asText().substring(0, 12));
    }
}
