package tw.vigil.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.stack.PortBook.Owner;

/// Shows the processes, and whether everything that came in is accounted for.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the processes and whether all that came in is accounted for.",
            "Exit code 1 when something does not run or a sum does not add up."
        })
final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--output", defaultValue = "table", description = "table, json or jsonl")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var installation = Installation.here();
        var processes = ProcessView.all(installation);
        boolean well = processes.stream().allMatch(ProcessView::isWell);
        @Nullable Accounting accounting = null;
        @Nullable String silence = null;
        try {
            accounting = Accounting.ask(installation);
        } catch (IOException | CommandFailedException e) {
            silence = e.getMessage() == null ? "a service does not answer" : e.getMessage();
        }
        String console = installation.ports().address(Owner.CONSOLE);
        switch (output) {
            case TABLE -> print(processes, accounting, silence, console);
            case JSON -> out().println(json(processes, accounting, console).toPrettyString());
            case JSONL -> out().println(json(processes, accounting, console));
        }
        return well && accounting != null && accounting.holds() ? 0 : 1;
    }

    private void print(
            List<ProcessView> processes, @Nullable Accounting accounting, @Nullable String silence, String console) {
        var table = new Table("PROCESS", "PID", "UP", "MEMORY", "HEALTH");
        long total = 0;
        for (var process : processes) {
            total += process.residentKilobytes();
            table.row(
                    process.name(),
                    process.pid() == 0 ? "-" : Long.toString(process.pid()),
                    process.upFor(),
                    megabytes(process.residentKilobytes()),
                    process.health());
        }
        table.row("", "", "", megabytes(total), "");
        table.print(out());
        out().println();
        if (accounting == null) {
            out().println("no accounting: " + silence);
        } else {
            printAccounting(accounting);
        }
        out().println();
        out().println("Console  " + console);
    }

    private void printAccounting(Accounting accounting) {
        var topics = new Table("TOPIC", "END OFFSET");
        accounting.endOffsets().forEach((name, offset) -> topics.row(name, Long.toString(offset)));
        topics.print(out());
        out().println();
        for (var equation : accounting.equations()) {
            out().println((equation.holds() ? "OK        " : "MISMATCH  ") + equation.said());
        }
        var alert = accounting.alert();
        var findings = alert.path("findings");
        out().println("findings      new %s, revision %s, duplicate %s, invalid %s"
                .formatted(
                        findings.path("new").asText("0"),
                        findings.path("revision").asText("0"),
                        findings.path("duplicate").asText("0"),
                        findings.path("invalid").asText("0")));
        out().println("alerts        open %s, total %s"
                .formatted(
                        alert.path("alerts").path("open").asText("0"),
                        alert.path("alerts").path("total").asText("0")));
        var notifications = alert.path("notifications");
        out().println("notifications pending %s, delivered %s, dead %s"
                .formatted(
                        notifications.path("pending").asText("0"),
                        notifications.path("delivered").asText("0"),
                        notifications.path("dead").asText("0")));
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode json(
            List<ProcessView> processes, @Nullable Accounting accounting, String console) {
        var status = ServiceClient.JSON.createObjectNode();
        var list = status.putArray("processes");
        for (var process : processes) {
            list.addObject()
                    .put("name", process.name())
                    .put("pid", process.pid())
                    .put(
                            "since",
                            process.since() == null ? null : process.since().toString())
                    .put("residentKilobytes", process.residentKilobytes())
                    .put("health", process.health());
        }
        if (accounting != null) {
            var topics = status.putObject("endOffsets");
            accounting.endOffsets().forEach(topics::put);
            var equations = status.putArray("accounting");
            for (var equation : accounting.equations()) {
                equations
                        .addObject()
                        .put("says", equation.said())
                        .put("left", equation.left())
                        .put("right", equation.right())
                        .put("ok", equation.holds());
            }
            status.set("findings", accounting.alert().path("findings"));
            status.set("alerts", accounting.alert().path("alerts"));
            status.set("notifications", accounting.alert().path("notifications"));
        }
        return status.put("console", console);
    }

    private static String megabytes(long kilobytes) {
        return kilobytes == 0 ? "-" : kilobytes / 1024 + " MB";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
