package tw.vigil.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tw.vigil.launcher.broker.KafkaBroker;
import tw.vigil.launcher.database.PostgresServer;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.PidFile;
import tw.vigil.launcher.stack.PortBook.Owner;

/// A running Vigil: broker and database, then the three services on top, each in its own process and watched.
public final class Stack implements AutoCloseable {

    private static final String DATABASE = "vigil";

    private final StackOptions options;
    private final StateFolder.Taken taken;
    private final PortBook ports;
    private final Secrets secrets;
    private final List<Supervised> foundations = new ArrayList<>();
    private final List<Supervised> services = new ArrayList<>();

    private Stack(StackOptions options, StateFolder.Taken taken) throws IOException {
        this.options = options;
        this.taken = taken;
        endLeftovers(options.folder());
        this.secrets = Secrets.in(options.folder().secrets());
        this.ports = PortBook.choose(options.folder().ports(), options.consolePort(), options.notice());
    }

    /// Starts everything; returns when every service has started.
    ///
    /// @throws CannotStartException when folder or port is taken, or the project is not built
    /// @throws tw.vigil.launcher.process.ProcessFailedException when a process does not come up
    public static Stack start(StackOptions options) throws IOException {
        var taken = options.folder().take();
        Stack stack;
        try {
            stack = new Stack(options, taken);
            options.folder().supervisor().write(ProcessHandle.current());
        } catch (IOException | RuntimeException e) {
            taken.close();
            throw e;
        }
        try {
            stack.startAll();
            return stack;
        } catch (IOException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    public PortBook ports() {
        return ports;
    }

    public Secrets secrets() {
        return secrets;
    }

    public StateFolder folder() {
        return options.folder();
    }

    /// Every process, foundations first.
    public List<Supervised> processes() {
        var all = new ArrayList<>(foundations);
        all.addAll(services);
        return List.copyOf(all);
    }

    /// The process of this name.
    public Supervised process(String name) {
        return processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no process is called " + name));
    }

    /// Ends everything in reverse order: intake first, so that what was taken is still worked off.
    @Override
    public void close() {
        closeTogether(services);
        closeTogether(foundations);
        options.folder().supervisor().delete();
        taken.close();
    }

    private void startAll() throws IOException {
        var folder = options.folder();
        var mailbox = options.mailbox();
        var services = services(mailbox == null ? Inbox.mailbox(ports) : mailbox);
        foundations.add(supervised(
                "kafka",
                () -> KafkaBroker.start(folder.kafka(), ports.of(Owner.KAFKA), folder.log("kafka"))
                        .process()));
        var database = database();
        foundations.add(
                supervised("postgres", () -> PostgresServer.start(database).process()));
        if (mailbox == null) {
            foundations.add(supervised("inbox", () -> Inbox.start(folder, ports, secrets.hookSecret())));
        }
        startTogether(foundations);
        for (var service : services) {
            this.services.add(supervised(service.name(), () -> service.start(folder)));
        }
        startTogether(this.services);
    }

    private Supervised supervised(String name, Supervised.Starter starter) {
        return new Supervised(name, starter, options.notice());
    }

    private PostgresServer.Settings database() throws IOException {
        var folder = options.folder();
        return new PostgresServer.Settings(
                folder.postgres(),
                ports.of(Owner.POSTGRES),
                DATABASE,
                secrets.databasePassword(),
                DATABASE,
                options.durable(),
                Java.buildFolder().resolve("postgresql"),
                folder.log("postgres"));
    }

    private List<ServiceProcess> services(Mailbox mailbox) throws IOException {
        var folder = options.folder();
        Files.createDirectories(folder.watched());
        Files.createDirectories(folder.evaluatorState());
        var ingest = common();
        ingest.put("VIGIL_INGEST_TOKENS_DIR", secrets.tokens().toString());
        ingest.put("VIGIL_INGEST_PROTECT_KEYS_DIR", secrets.keys().toString());
        ingest.put("VIGIL_INGEST_PROTECT_CREATE_KEYS", "true");
        ingest.put("VIGIL_INGEST_REVEAL_TOKENS_DIR", secrets.revealers().toString());
        ingest.put("VIGIL_INGEST_OPERATORS_DIR", secrets.operators().toString());
        ingest.put("VIGIL_INGEST_WATCH_DIR", folder.watched().toString());
        var evaluator = common();
        evaluator.put("VIGIL_EVALUATOR_STATE_DIR", folder.evaluatorState().toString());
        evaluator.put(
                "VIGIL_EVALUATOR_REVISIONS_ENGINEERS_DIR", secrets.engineers().toString());
        var alert = common();
        alert.putAll(mailbox.environment());
        alert.put("VIGIL_DB_URL", "jdbc:postgresql://127.0.0.1:" + ports.of(Owner.POSTGRES) + "/" + DATABASE);
        alert.put("VIGIL_DB_USER", DATABASE);
        alert.put("VIGIL_DB_PASSWORD", secrets.databasePassword());
        alert.put("VIGIL_ALERT_ACCOUNTS_DIR", secrets.accounts().toString());
        alert.put("VIGIL_HOOK_SECRET_FILE", secrets.hookSecret().toString());
        alert.put("VIGIL_CONSOLE_URL", ports.address(Owner.CONSOLE));
        var project = options.project();
        return List.of(
                ServiceProcess.of(project, "ingest", ports.of(Owner.INGEST), 192, ingest),
                ServiceProcess.of(project, "evaluator", ports.of(Owner.EVALUATOR), 256, evaluator),
                ServiceProcess.of(project, "alert", ports.of(Owner.CONSOLE), 224, alert));
    }

    private Map<String, String> common() {
        var variables = new HashMap<>(options.environment());
        variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of(Owner.KAFKA));
        variables.put("VIGIL_KAFKA_REPLICATION", "1");
        return variables;
    }

    private void startTogether(List<Supervised> group) throws IOException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var starts = group.stream()
                    .map(process -> CompletableFuture.runAsync(() -> startOne(process), threads))
                    .toList();
            for (var start : starts) {
                start.join();
            }
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case UncheckedIOException io -> throw new IOException(io.getCause());
                case RuntimeException failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }

    private void startOne(Supervised process) {
        long began = System.nanoTime();
        try {
            process.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        options.notice().accept("%-9s started in %.1f s".formatted(process.name(), (System.nanoTime() - began) / 1e9));
    }

    private static void closeTogether(List<Supervised> group) {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var ends = group.stream()
                    .map(process -> CompletableFuture.runAsync(process::close, threads))
                    .toList();
            ends.forEach(CompletableFuture::join);
        }
    }

    /// Ends processes that a crashed supervisor left behind. Their leash has asked them to end already.
    public static boolean endLeftovers(StateFolder folder) {
        boolean any = false;
        for (String name : List.of("ingest", "evaluator", "alert", "inbox")) {
            any |= new PidFile(folder.pid(name)).endRunning(Duration.ofSeconds(20));
        }
        any |= KafkaBroker.endLeftover(folder.kafka());
        any |= PostgresServer.endLeftover(folder.postgres());
        return any;
    }
}
