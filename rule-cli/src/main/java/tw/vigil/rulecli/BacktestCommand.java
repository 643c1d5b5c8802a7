package tw.vigil.rulecli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.rulecli.play.Progress;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.offline.OfflineFinding;

@Command(
        name = "backtest",
        description = "Plays past events through the rules and says how often each would have spoken, and on whom.",
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
            required = true,
            arity = "1..*",
            description = "One event per line: .jsonl or .jsonl.gz; several files are played in this order.")
    private List<Path> events = List.of();

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
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"rule", "key", "title", "level", "findings", "perDay", "groups"})
    record Forecast(
            String rule,
            @Nullable String key,
            String title,
            String level,
            long findings,
            double perDay,
            List<GroupCount> groups) {}

    record GroupCount(Map<String, String> group, long count) {}

    private final Map<RuleInfo, Map<Map<String, String>, Long>> counts = new LinkedHashMap<>();

    @Override
    public Integer call() {
        var out = Console.out(spec);
        var err = Console.err(spec);
        var compiled = options.compile(err);
        var play = options.play(compiled, err, (_, finding, entity) -> count(finding, new TreeMap<>(entity)));
        long started = System.nanoTime();
        play.play(events, Progress.onTerminal(err));
        Duration took = Duration.ofNanos(System.nanoTime() - started);

        double days = days(play.first(), play.last());
        List<Forecast> forecasts = counts.entrySet().stream()
                .map(entry -> forecast(entry.getKey(), entry.getValue(), days))
                .sorted(Comparator.comparingLong(Forecast::findings).reversed())
                .toList();
        if (options.output().isTable()) {
            print(out, forecasts);
            long findings = forecasts.stream().mapToLong(Forecast::findings).sum();
            out.println(String.format(
                    Locale.ROOT,
                    "%,d events of %.1f days in %d s: %d findings, forecast %.1f a day; %d of %d rules spoke",
                    play.events(),
                    days,
                    took.toSeconds(),
                    findings,
                    findings / days,
                    forecasts.size(),
                    compiled.rules().rules().size()));
        } else {
            forecasts.forEach(forecast -> Output.line(out, forecast));
        }
        boolean tooLoud = forecasts.stream().anyMatch(forecast -> forecast.perDay() > maximumPerDay);
        return play.unreadable() == 0 && compiled.problems().isEmpty() && !tooLoud ? 0 : 1;
    }

    private void count(OfflineFinding finding, Map<String, String> entity) {
        counts.computeIfAbsent(finding.rule(), _ -> new LinkedHashMap<>()).merge(entity, 1L, Long::sum);
    }

    /// What less than an hour of events says of a day is not worth saying.
    private static double days(@Nullable Instant first, Instant last) {
        double days = first == null ? 0 : Duration.between(first, last).toSeconds() / SECONDS_PER_DAY;
        return Math.max(days, SHORTEST_DAYS);
    }

    private Forecast forecast(RuleInfo rule, Map<Map<String, String>, Long> groups, double days) {
        long findings = groups.values().stream().mapToLong(Long::longValue).sum();
        List<GroupCount> most = groups.entrySet().stream()
                .sorted(Map.Entry.<Map<String, String>, Long>comparingByValue().reversed())
                .limit(top)
                .map(entry -> new GroupCount(entry.getKey(), entry.getValue()))
                .toList();
        double perDay = Math.round(findings / days * 100) / 100.0;
        return new Forecast(rule.id(), rule.vigil().key(), rule.title(), rule.level(), findings, perDay, most);
    }

    private static void print(PrintWriter out, List<Forecast> forecasts) {
        var rows = new ArrayList<List<String>>();
        for (Forecast forecast : forecasts) {
            var groups = new ArrayList<String>();
            for (GroupCount group : forecast.groups()) {
                groups.add(String.join(", ", group.group().values()) + " " + group.count());
            }
            rows.add(List.of(
                    Long.toString(forecast.findings()),
                    String.format(Locale.ROOT, "%.1f/day", forecast.perDay()),
                    forecast.level(),
                    forecast.key() == null ? forecast.rule() : forecast.key(),
                    forecast.title(),
                    String.join("; ", groups)));
        }
        Output.rows(out, rows);
    }
}
