package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.stack.Inbox;
import tw.vigil.launcher.stack.PortBook.Owner;

/// Plays an attack into the running stack and waits until everybody was told.
final class Demo {

    private static final String ATTACK = "tw.vigil.samples.DemoAttack";
    /// Before the rules of a step in what it prints.
    private static final String RULES = "  -> ";

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
        Set<String> expected = attack();
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
                // what time itself must tell, as a deadline that has passed, comes some seconds later
                expected.removeAll(told());
                if (expected.isEmpty()) {
                    break;
                }
            }
        }
        if (!expected.isEmpty()) {
            out.println("no alert yet of " + String.join(", ", expected));
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

    /// @return the keys of the rules that ought to speak
    private Set<String> attack() throws IOException, InterruptedException {
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
        var expected = new TreeSet<String>();
        var process = builder.start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println("  " + line);
                int rules = line.lastIndexOf(RULES);
                if (rules >= 0) {
                    expected.addAll(
                            List.of(line.substring(rules + RULES.length()).split(", ", -1)));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new CommandFailedException("the attack could not be played");
        }
        return expected;
    }

    /// The keys of the rules that have an alert.
    private Set<String> told() throws IOException, InterruptedException {
        var keys = new TreeSet<String>();
        for (JsonNode alert : client.get("/v1/alerts?limit=200").path("items")) {
            keys.add(alert.at("/rule/key").asText());
        }
        return keys;
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
