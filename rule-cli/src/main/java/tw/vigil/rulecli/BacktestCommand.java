package tw.vigil.rulecli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.live.Evaluator;
import tw.vigil.rulecli.live.EventLog;
import tw.vigil.rulecli.live.RuleSetFiles;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.play.LogPlay;
import tw.vigil.rulecli.play.Moment;
import tw.vigil.rulecli.play.Progress;
import tw.vigil.rules.proof.PackException;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.offline.OfflineFinding;

@Command(
        name = "backtest",
        description = {
            "Plays past events through the rules and says how often each would have spoken, and on whom.",
            "With --from the events that a running Vigil keeps, through the rule set in use; with --rules also through"
                    + " the one that a push of these files would make, side by side. Nothing live is touched."
        },
        mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double SHORTEST_DAYS = 1 / 24.0;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final PlayOptions options = new PlayOptions();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            arity = "1..*",
            description = "One event per line: .jsonl or .jsonl.gz; several files are played in this order.")
    private List<Path> events = List.of();

    @Option(
            names = "--from",
            paramLabel = "AGO",
            description = "Instead of --events: what was taken in since then, e.g. 7d or 2026-11-01T00:00:00Z.")
    private @Nullable String from;

    @Mixin
    private final EventLog log = new EventLog();

    @Mixin
    private final Evaluator evaluator = new Evaluator();

    @Option(names = "--top", paramLabel = "N", description = "Groups shown per rule (default: ${DEFAULT-VALUE}).")
    private int top = 3;

    @Option(
            names = "--maximum-per-day",
            paramLabel = "N",
            description = "Fails when a rule would speak more often than that a day.")
    private double maximumPerDay = Double.MAX_VALUE;

    /// What one rule would have said; a line of output.
    ///
    /// @param perDay forecast: findings by the days that the events cover
    /// @param groups the groups or actors with most findings
    /// @param live findings by the rule set in use, where another one is played beside it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"rule", "key", "title", "level", "findings", "live", "perDay", "groups"})
    record Forecast(
            String rule,
            @Nullable String key,
            String title,
            String level,
            long findings,
            @Nullable Long live,
            double perDay,
            List<GroupCount> groups) {}

    record GroupCount(Map<String, String> group, long count) {}

    private final Counts counts = new Counts();
    private final Counts live = new Counts();
    private boolean compares;

    /// Findings by rule and by who did it. A rule of another version is the same rule.
    private static final class Counts {
        private final Map<String, RuleInfo> rules = new LinkedHashMap<>();
        private final Map<String, Map<Map<String, String>, Long>> byRule = new HashMap<>();

        void count(OfflineFinding finding, Map<String, String> entity) {
            RuleInfo rule = finding.rule();
            rules.putIfAbsent(rule.id(), rule);
            byRule.computeIfAbsent(rule.id(), _ -> new LinkedHashMap<>()).merge(new TreeMap<>(entity), 1L, Long::sum);
        }

        Map<Map<String, String>, Long> groups(String ruleId) {
            return byRule.getOrDefault(ruleId, Map.of());
        }

        long of(String ruleId) {
            return groups(ruleId).values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// What was played.
    private record Played(long events, double days, boolean clean, int rules) {}

    @Override
    public Integer call() {
        if (events.isEmpty() == (from == null)) {
            throw new PackException("give either --events FILE… or --from AGO");
        }
        var out = Console.out(spec);
        long started = System.nanoTime();
        Played played = from == null ? files() : log(Moment.ago(from, Instant.now()));
        Duration took = Duration.ofNanos(System.nanoTime() - started);

        List<Forecast> forecasts = forecasts(played.days());
        if (options.output().isTable()) {
            print(out, forecasts);
            long findings = forecasts.stream().mapToLong(Forecast::findings).sum();
            out.println(String.format(
                    Locale.ROOT,
                    "%,d events of %.1f days in %d s: %d findings, forecast %.1f a day; %d of %d rules spoke%s",
                    played.events(),
                    played.days(),
                    took.toSeconds(),
                    findings,
                    findings / played.days(),
                    forecasts.stream()
                            .filter(forecast -> forecast.findings() > 0)
                            .count(),
                    played.rules(),
                    difference(forecasts)));
        } else {
            forecasts.forEach(forecast -> Output.line(out, forecast));
        }
        boolean tooLoud = forecasts.stream().anyMatch(forecast -> forecast.perDay() > maximumPerDay);
        return played.clean() && !tooLoud ? 0 : 1;
    }

    private Played files() {
        var err = Console.err(spec);
        var compiled = options.compile(err);
        var play = options.play(compiled, err, (_, finding, entity) -> counts.count(finding, entity));
        play.play(events, Progress.onTerminal(err));
        boolean clean = play.unreadable() == 0 && compiled.problems().isEmpty();
        int rules = compiled.rules().rules().size();
        return new Played(play.events(), days(play.first(), play.last()), clean, rules);
    }

    /// The rule set in use, and the one that a push would make of it.
    private Played log(Instant since) {
        var err = Console.err(spec);
        JsonNode active = evaluator.get("/v1/rules/revisions").path("active");
        var inUse = new RuleSetFiles(evaluator
                .get("/v1/rules/revisions/" + active.path("number").asLong())
                .path("files"));
        var play = new LogPlay();
        var compiled = Loading.compile(PackReader.of(inUse.texts()), err);
        compares = !options.rules().isEmpty();
        if (compares) {
            play.hear(compiled.rules(), live::count);
            options.rules().forEach(inUse::lay);
            compiled = Loading.compile(PackReader.of(inUse.texts()), err);
        }
        play.hear(compiled.rules(), counts::count);
        var progress = Progress.onTerminal(err);
        log.read(since, progress, play::accept);
        play.finish();
        progress.end();
        if (play.duplicates() + play.unreadable() > 0) {
            err.println(play.duplicates() + " events that had come before, " + play.unreadable()
                    + " that cannot be read: not played");
        }
        boolean clean = compiled.problems().isEmpty();
        return new Played(
                play.events(),
                days(play.first(), play.last()),
                clean,
                compiled.rules().rules().size());
    }

    private List<Forecast> forecasts(double days) {
        var rules = new LinkedHashMap<>(counts.rules);
        live.rules.forEach(rules::putIfAbsent);
        return rules.values().stream()
                .map(rule -> forecast(rule, days))
                .sorted(Comparator.comparingLong(Forecast::findings).reversed())
                .toList();
    }

    private String difference(List<Forecast> forecasts) {
        if (!compares) {
            return "";
        }
        long before = forecasts.stream()
                .mapToLong(forecast -> Objects.requireNonNullElse(forecast.live(), 0L))
                .sum();
        long differing = forecasts.stream()
                .filter(forecast -> !Objects.equals(forecast.live(), forecast.findings()))
                .count();
        return "; the rule set in use: " + before + " findings, " + differing + " rules differ";
    }

    /// What less than an hour of events says of a day is not worth saying.
    private static double days(@Nullable Instant first, Instant last) {
        double days = first == null ? 0 : Duration.between(first, last).toSeconds() / SECONDS_PER_DAY;
        return Math.max(days, SHORTEST_DAYS);
    }

    private Forecast forecast(RuleInfo rule, double days) {
        long findings = counts.of(rule.id());
        List<GroupCount> most = counts.groups(rule.id()).entrySet().stream()
                .sorted(Map.Entry.<Map<String, String>, Long>comparingByValue().reversed())
                .limit(top)
                .map(entry -> new GroupCount(entry.getKey(), entry.getValue()))
                .toList();
        double perDay = Math.round(findings / days * 100) / 100.0;
        Long before = compares ? live.of(rule.id()) : null;
        return new Forecast(rule.id(), rule.vigil().key(), rule.title(), rule.level(), findings, before, perDay, most);
    }

    private static void print(PrintWriter out, List<Forecast> forecasts) {
        var rows = new ArrayList<List<String>>();
        for (Forecast forecast : forecasts) {
            var groups = new ArrayList<String>();
            for (GroupCount group : forecast.groups()) {
                groups.add(String.join(", ", group.group().values()) + " " + group.count());
            }
            rows.add(List.of(
                    forecast.live() == null
                            ? Long.toString(forecast.findings())
                            : forecast.live() + " → " + forecast.findings(),
                    String.format(Locale.ROOT, "%.1f/day", forecast.perDay()),
                    forecast.level(),
                    forecast.key() == null ? forecast.rule() : forecast.key(),
                    forecast.title(),
                    String.join("; ", groups)));
        }
        Output.rows(out, rows);
    }
}
