package tw.vigil.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tw.vigil.launcher.command.VigilCommand;
import tw.vigil.launcher.demo.HookReceiver;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;
import tw.vigil.launcher.stack.Mailbox;
import tw.vigil.launcher.stack.PortBook.Owner;
import tw.vigil.launcher.stack.Secrets;
import tw.vigil.launcher.stack.Stack;
import tw.vigil.launcher.stack.StackOptions;
import tw.vigil.launcher.stack.StateFolder;

/// One running Vigil for all tests of the module, with a real mail server and a hook receiver of the test's own.
final class VigilStand {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(VigilStand.class.getName());
    private static @Nullable VigilStand shared;

    final StateFolder folder;
    final GreenMail mails;
    final SpanReceiver spans = SpanReceiver.listen();
    private final Path hooks;
    private final StackOptions options;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private Stack stack;

    /// What came of a command.
    record Result(int status, String output) {}

    private VigilStand() throws IOException {
        // With a space, as folders of people have.
        Path home = Files.createTempDirectory("vigil e2e");
        folder = new StateFolder(home);
        var secrets = Secrets.in(folder.secrets());
        mails = new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        hooks = home.resolve("hooks.jsonl");
        var receiver =
                HookReceiver.listen(0, Files.readString(secrets.hookSecret()).strip(), hooks);
        options = new StackOptions(
                Java.buildFolder().resolve("../..").normalize(),
                folder,
                OptionalInt.empty(),
                new Mailbox("127.0.0.1", mails.getSmtp().getPort(), "http://127.0.0.1:" + receiver.port() + "/hook"),
                spans.environment(),
                false,
                line -> LOG.log(System.Logger.Level.INFO, line));
        stack = Stack.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stack.close();
            receiver.close();
            mails.stop();
            spans.close();
            remove(home);
        }));
    }

    static synchronized VigilStand shared() throws IOException {
        var stand = shared;
        if (stand == null) {
            stand = new VigilStand();
            shared = stand;
        }
        return stand;
    }

    Stack stack() {
        return stack;
    }

    /// Ends everything in order and starts it again on the same state.
    void restart() throws IOException {
        stack.close();
        stack = Stack.start(options);
    }

    String console() {
        return stack.ports().address(Owner.CONSOLE);
    }

    String password(String account) throws IOException {
        return stack.secrets().firstPassword(account);
    }

    /// Posts a body to the ingest service.
    HttpResponse<String> post(String source, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(stack.ports().address(Owner.INGEST) + "/v1/events/" + source))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + stack.secrets().token(source))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// What a service exposes for Prometheus.
    String metrics(Owner service) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(stack.ports().address(service) + "/q/metrics"))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /// Folder of the project.
    Path project() {
        return options.project();
    }

    /// Reads from the REST API as the analyst.
    JsonNode get(String path) throws IOException, InterruptedException {
        String pair = "analyst:" + password("analyst");
        var request = HttpRequest.newBuilder(URI.create(console() + path))
                .timeout(Duration.ofSeconds(20))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP " + response.statusCode() + " for " + path + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /// Every alert of a rule, or every alert at all when the rule is empty.
    List<JsonNode> alerts(String rule) throws IOException, InterruptedException {
        var alerts = new ArrayList<JsonNode>();
        String before = "";
        do {
            var page = get("/v1/alerts?limit=100" + (rule.isEmpty() ? "" : "&rule=" + rule) + before);
            page.path("items").forEach(alerts::add);
            before = page.path("next").isTextual()
                    ? "&before=" + page.path("next").asText()
                    : "";
        } while (!before.isEmpty());
        return alerts;
    }

    /// The hooks that arrived so far, with what came of checking them.
    List<JsonNode> hooks() throws IOException {
        var lines = new ArrayList<JsonNode>();
        if (Files.exists(hooks)) {
            for (String line : Files.readAllLines(hooks)) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    /// Runs the command line on this stand's state.
    Result vigil(String... arguments) throws IOException, InterruptedException {
        return vigil(folder.path(), arguments);
    }

    /// Runs the command line on another folder.
    Result vigil(Path home, String... arguments) throws IOException, InterruptedException {
        return run(
                home,
                Java.ownClasses() + File.pathSeparator + Java.buildFolder().resolve("libs/*"),
                VigilCommand.class.getName(),
                arguments);
    }

    /// Runs `./vigil rules` on this stand's state.
    Result rules(String... arguments) throws IOException, InterruptedException {
        Path target = project().resolve("rule-cli/target");
        return run(
                folder.path(),
                target.resolve("classes") + File.pathSeparator + target.resolve("lib/*"),
                "tw.vigil.rulecli.RulesCommand",
                arguments);
    }

    private static Result run(Path home, String classPath, String main, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Java.program(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                classPath,
                main));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("VIGIL_HOME", home.toString());
        var process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the command does not end: " + String.join(" ", arguments));
        }
        return new Result(process.exitValue(), output);
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the folder of the stand is left behind: " + folder, e);
        }
    }
}
