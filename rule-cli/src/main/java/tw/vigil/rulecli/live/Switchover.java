package tw.vigil.rulecli.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Watches the instances take a revision into use, and says how it went.
public final class Switchover {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /// An instance tells every minute; one that was silent for longer is gone.
    private static final Duration GONE = Duration.ofMinutes(3);

    private final Evaluator evaluator;
    private final PrintWriter out;
    private final PrintWriter err;

    public Switchover(Evaluator evaluator, PrintWriter out, PrintWriter err) {
        this.evaluator = evaluator;
        this.out = out;
        this.err = err;
    }

    /// @param answer to what was sent
    /// @param spent since it was sent
    /// @return the exit code
    public int report(Evaluator.Answer answer, Duration spent) {
        JsonNode body = answer.body();
        if (!answer.accepted()) {
            err.println(Evaluator.said(answer.status(), body));
            body.path("problems")
                    .forEach(problem -> err.println("  %s:%d:%d: %s"
                            .formatted(
                                    problem.path("file").asText(),
                                    problem.path("line").asInt(),
                                    problem.path("column").asInt(),
                                    problem.path("message").asText())));
            return 1;
        }
        String hash = body.path("hash").asText();
        if (!body.path("active").asBoolean()) {
            out.println("waits for a second person: './vigil rules approve " + hash.substring(0, 12) + "'");
            return 0;
        }
        out.println("revision " + body.path("number").asLong() + " published, hash " + hash.substring(0, 12));
        out.flush();
        return await(hash, spent);
    }

    private int await(String hash, Duration spent) {
        long began = System.nanoTime();
        while (true) {
            JsonNode instances = evaluator.get("/v1/rules/revisions").path("instances");
            List<JsonNode> present = present(instances);
            long using = present.stream()
                    .filter(instance -> instance.path("hash").asText().equals(hash))
                    .count();
            List<JsonNode> refusing = present.stream()
                    .filter(instance -> instance.path("refused").asText().equals(hash))
                    .toList();
            Duration passed = spent.plus(Duration.ofNanos(System.nanoTime() - began));
            boolean over = passed.compareTo(PATIENCE) > 0;
            if (!refusing.isEmpty()) {
                refusing.forEach(
                        instance -> err.println(instance.path("instance").asText() + " refuses it: "
                                + instance.path("problem").asText()));
                return 1;
            }
            if (using == present.size() || over) {
                out.printf(
                        "in use on %d of %d instances after %.1f s%n", using, present.size(), passed.toMillis() / 1e3);
                return using == present.size() && using > 0 ? 0 : 1;
            }
            try {
                Thread.sleep(INTERVAL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return 1;
            }
        }
    }

    /// The instances that have told something of late.
    public static List<JsonNode> present(JsonNode instances) {
        Instant limit = Instant.now().minus(GONE);
        List<JsonNode> present = new ArrayList<>();
        for (JsonNode instance : instances) {
            if (Instant.parse(instance.path("told").asText()).isAfter(limit)) {
                present.add(instance);
            }
        }
        return present;
    }
}
