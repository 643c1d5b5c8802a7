package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.live.Evaluator;
import tw.vigil.rulecli.live.Switchover;

@Command(
        name = "rollback",
        description =
                "Brings an earlier revision back into use, as a new one. State of rules that stay the same stays.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Evaluator evaluator = new Evaluator();

    @Parameters(paramLabel = "NUMBER", description = "The revision; './vigil rules status' lists them.")
    private long number;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why; kept with the revision.")
    private @Nullable String comment;

    @Override
    public Integer call() {
        ObjectNode body = Evaluator.object();
        if (comment != null) {
            body.put("comment", comment);
        }
        long began = System.nanoTime();
        Evaluator.Answer answer = evaluator.post("/v1/rules/revisions/" + number + "/restore", body);
        return new Switchover(evaluator, Console.out(spec), Console.err(spec))
                .report(answer, Duration.ofNanos(System.nanoTime() - began));
    }
}
