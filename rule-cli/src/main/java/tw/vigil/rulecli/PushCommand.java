package tw.vigil.rulecli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.lint.LintFinding;
import tw.vigil.rulecli.lint.RuleLint;
import tw.vigil.rulecli.live.Evaluator;
import tw.vigil.rulecli.live.RuleSetFiles;
import tw.vigil.rulecli.live.Switchover;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.rulecli.proof.ProofGate;
import tw.vigil.rulecli.proof.ProofRun;
import tw.vigil.rulecli.proof.ProofRun.Outcome;
import tw.vigil.sigma.RuleFile;

@Command(
        name = "push",
        description = {
            "Makes the next rule set of the one in use and these files, checks it, and puts it to use without a restart.",
            "A file keeps its place below packs/, rules/, registers/, field-mappings/ or watch-lists/; a rule from elsewhere goes"
                    + " under rules/. Each rule that is pushed needs an events file beside it, with a case that fires"
                    + " and one that does not, and all of them must pass."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:in use, or waiting for approval", "1:refused, the rules in use stay", "2:called wrongly"},
        mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
    private static final int MINIMUM_TESTS = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Evaluator evaluator = new Evaluator();

    @Parameters(
            paramLabel = "PATH",
            description = "Rule files, watch-lists, registers, field mappings, or directories of them.")
    private List<Path> paths = List.of();

    @Option(names = "--remove", paramLabel = "FILE", description = "A file of the rule set in use to take out.")
    private List<String> removed = List.of();

    @Option(names = "--only", description = "These files are the whole rule set; nothing of the one in use stays.")
    private boolean only;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why; kept with the revision.")
    private @Nullable String comment;

    @Option(names = "--dry-run", description = "Checks and shows the changes, and pushes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        PrintWriter out = Console.out(spec);
        if (paths.isEmpty() && removed.isEmpty()) {
            Console.err(spec).println("nothing to push: name files, or --remove some");
            return 2;
        }
        JsonNode active = evaluator.get("/v1/rules/revisions").path("active");
        JsonNode inUse =
                evaluator.get("/v1/rules/revisions/" + active.path("number").asLong());
        var files = new RuleSetFiles(inUse.path("files"));
        if (only) {
            files.clear();
        }
        removed.forEach(files::remove);
        Map<String, Path> laid = new HashMap<>();
        paths.forEach(path -> laid.putAll(files.lay(path)));
        List<String> changes = files.changes();
        if (changes.isEmpty()) {
            out.println("nothing changes: revision " + active.path("number").asLong() + " holds these files already");
            return 0;
        }
        changes.forEach(out::println);
        if (!passes(files, laid)) {
            return 1;
        }
        if (dryRun) {
            out.println("checked; nothing was pushed (--dry-run)");
            return 0;
        }
        return push(files, active.path("hash").asText());
    }

    /// Lint without errors and tests that pass, both over what is pushed, in the company of all other rules.
    private boolean passes(RuleSetFiles files, Map<String, Path> laid) {
        PrintWriter err = Console.err(spec);
        var shown = new TreeMap<String, String>();
        files.texts()
                .forEach((path, text) ->
                        shown.put(laid.containsKey(path) ? laid.get(path).toString() : path, text));
        RulePack pack = PackReader.of(shown);
        List<String> pushed = laid.values().stream().map(Path::toString).toList();
        boolean passes = true;
        for (LintFinding finding : RuleLint.check(pack)) {
            var problem = finding.problem();
            if (problem.isError() || (problem.isWarning() && pushed.contains(problem.file()))) {
                err.println(problem.file() + ":" + problem.line() + ":" + problem.column() + " " + problem.severity()
                        + " " + problem.code() + " " + problem.message());
                passes &= !problem.isError();
            }
        }
        List<Outcome> outcomes = ProofRun.run(pack, Loading.compile(pack, err).rules());
        for (Outcome outcome : outcomes) {
            if (!outcome.passed()) {
                err.println(outcome.rulePath() + ": " + outcome.caseName() + ": " + outcome.failure());
                passes = false;
            }
        }
        for (String lacking : ProofGate.lacking(pushedOf(pack, pushed), outcomes, MINIMUM_TESTS)) {
            err.println(lacking);
            passes = false;
        }
        long passed = outcomes.stream().filter(Outcome::passed).count();
        Console.out(spec).println(outcomes.size() + " cases, " + passed + " passed");
        if (!passes) {
            err.println("refused; the rules in use stay");
        }
        return passes;
    }

    private static RulePack pushedOf(RulePack pack, List<String> pushed) {
        List<RuleFile> own = pack.rules().stream()
                .filter(rule -> pushed.contains(rule.path()))
                .toList();
        return new RulePack(
                own,
                pack.proofs(),
                pack.watchLists(),
                pack.fieldMappings(),
                pack.registers(),
                pack.register(),
                pack.playbooks(),
                List.of());
    }

    private int push(RuleSetFiles files, String base) {
        ObjectNode body = Evaluator.object().put("base", base);
        if (comment != null) {
            body.put("comment", comment);
        }
        files.writeTo(body);
        long began = System.nanoTime();
        Evaluator.Answer answer = evaluator.post("/v1/rules/revisions", body);
        return new Switchover(evaluator, Console.out(spec), Console.err(spec))
                .report(answer, Duration.ofNanos(System.nanoTime() - began));
    }
}
