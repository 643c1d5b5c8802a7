package tw.vigil.launcher.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.broker.KafkaBroker;
import tw.vigil.launcher.database.PostgresServer;
import tw.vigil.launcher.process.PidFile;
import tw.vigil.launcher.stack.Health;
import tw.vigil.launcher.stack.PortBook;
import tw.vigil.launcher.stack.PortBook.Owner;

/// One process of the stack as `status` shows it.
///
/// @param residentKilobytes memory of the process and its children; 0 when it does not run
/// @param health `ready`, `starting`, `down`, or `running` for a process without a health check
record ProcessView(String name, long pid, @Nullable Instant since, long residentKilobytes, String health) {

    static List<ProcessView> all(Installation installation) throws IOException {
        var folder = installation.folder();
        var ports = installation.ports();
        var views = new ArrayList<ProcessView>();
        views.add(view("supervisor", folder.pid("supervisor"), "running"));
        views.add(view(
                "kafka",
                folder.kafka().resolve("kafka.pid"),
                KafkaBroker.answers(ports.of(Owner.KAFKA)) ? "ready" : "starting"));
        views.add(view(
                "postgres",
                folder.postgres().resolve("postgres.pid"),
                PostgresServer.answers(ports.of(Owner.POSTGRES), "vigil") ? "ready" : "starting"));
        views.add(view("ingest", folder.pid("ingest"), health(ports, Owner.INGEST)));
        views.add(view("evaluator", folder.pid("evaluator"), health(ports, Owner.EVALUATOR)));
        views.add(view("alert", folder.pid("alert"), health(ports, Owner.CONSOLE)));
        if (java.nio.file.Files.exists(folder.pid("inbox"))) {
            views.add(view("inbox", folder.pid("inbox"), "running"));
        }
        return views;
    }

    boolean isWell() {
        return health.equals("ready") || health.equals("running");
    }

    private static String health(PortBook ports, Owner owner) {
        return Health.ready(ports.of(owner)) ? "ready" : "starting";
    }

    private static ProcessView view(String name, Path pidFile, String health) {
        return new PidFile(pidFile)
                .running()
                .map(process -> new ProcessView(
                        name, process.pid(), process.info().startInstant().orElse(null), resident(process), health))
                .orElse(new ProcessView(name, 0, null, 0, "down"));
    }

    private static long resident(ProcessHandle process) {
        var pids = new ArrayList<String>();
        pids.add(Long.toString(process.pid()));
        // PostgreSQL is a family; the supervisor's children are listed by themselves.
        if (process.info().command().orElse("").endsWith("postgres")) {
            process.descendants().forEach(child -> pids.add(Long.toString(child.pid())));
        }
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.join(",", pids))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }

    String upFor() {
        if (since == null) {
            return "-";
        }
        var age = Duration.between(since, Instant.now());
        return age.toHours() > 0
                ? "%d h %d min".formatted(age.toHours(), age.toMinutesPart())
                : "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
    }
}
