package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.stack.Inbox;
import tw.vigil.launcher.stack.PortBook.Owner;

/// Plays an attack into the running stack and waits until everybody was told.
final class Demo {

    private static final String ATTACK = "tw.vigil.samples.DemoAttack";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Installation installation;
    private final ServiceClient client;
    private final PrintWriter out;

    Demo(Installation installation, PrintWriter out) {
        this.installation = installation;
        this.client = new ServiceClient(installation);
        this.out = out;
    }

    /// What there was to count at one moment.
    private record Counts(long waiting, long pending, long findings, long alerts, long mails, long hooks) {}

    /// @return whether there were findings, and a mail and a hook for them
    boolean play() throws IOException, InterruptedException {
        var before = counts();
        out.println();
        out.println("An attack, as the cloud would tell of it:");
        attack();
        out.println("waiting for the alerts and for those who are told of them");
        long end = System.nanoTime() + LIMIT.toNanos();
        long quietSince = System.nanoTime();
        var now = before;
        while (System.nanoTime() < end) {
            Thread.sleep(250);
            var next = counts();
            if (!next.equals(now) || next.waiting() > 0 || next.pending() > 0 || next.findings() == before.findings()) {
                quietSince = System.nanoTime();
            }
            now = next;
            if (System.nanoTime() - quietSince > QUIET.toNanos()) {
                break;
            }
        }
        long alerts = now.alerts() - before.alerts();
        long mails = now.mails() - before.mails();
        long hooks = now.hooks() - before.hooks();
        out.println("%d alerts, %d mails (%s), %d hooks (%s)"
                .formatted(
                        alerts, mails, Inbox.mails(installation.folder()), hooks, Inbox.hooks(installation.folder())));
        if (alerts == 0) {
            out.println("Every finding joined an alert that was open already; close some to see new ones.");
        }
        return now.findings() > before.findings() && mails > 0 && hooks > 0;
    }

    private void attack() throws IOException, InterruptedException {
        Path target = installation.project().resolve("sample-events/target");
        String classPath = target.resolve("classes")
                + File.pathSeparator
                + Java.buildFolder().resolve("libs").resolve("*");
        var builder = new ProcessBuilder(
                        Java.program(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        ATTACK,
                        installation.ports().address(Owner.INGEST))
                .redirectErrorStream(true);
        var secrets = installation.secrets();
        builder.environment().put("VIGIL_TOKEN_AWS_CLOUDTRAIL", secrets.token("aws.cloudtrail"));
        builder.environment().put("VIGIL_TOKEN_KUBERNETES_AUDIT", secrets.token("kubernetes.audit"));
        var process = builder.start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> out.println("  " + line));
        }
        if (process.waitFor() != 0) {
            throw new CommandFailedException("the attack could not be played");
        }
    }

    private Counts counts() throws IOException, InterruptedException {
        JsonNode evaluator = client.accounting(Owner.EVALUATOR);
        JsonNode alert = client.accounting(Owner.CONSOLE);
        return new Counts(
                evaluator.path("waiting").asLong(),
                alert.path("notifications").path("pending").asLong(),
                alert.path("findings").path("new").asLong(),
                alert.path("alerts").path("total").asLong(),
                files(Inbox.mails(installation.folder())),
                lines(Inbox.hooks(installation.folder())));
    }

    private static long files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).count();
        }
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
