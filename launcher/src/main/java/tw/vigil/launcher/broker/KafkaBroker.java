package tw.vigil.launcher.broker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.PidFile;
import tw.vigil.launcher.process.Ports;

/// A real Kafka broker (KRaft, one node) in its own process, on loopback only. Its data directory survives restarts.
public final class KafkaBroker implements AutoCloseable {

    // One node is one cluster; a fixed id lets a data directory be opened again without remembering it elsewhere.
    private static final String CLUSTER_ID = "dmlnaWwtZW1iZWRkZWQtMQ";
    private static final String PID = "kafka.pid";

    private final ChildProcess process;
    private final int port;

    private KafkaBroker(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts a broker on a free port.
    public static KafkaBroker start(Path directory) throws IOException {
        return start(directory, Ports.free());
    }

    /// Starts a broker and returns when it answers.
    ///
    /// @param directory holds data, settings, pid file and log; made when missing
    public static KafkaBroker start(Path directory, int port) throws IOException {
        return start(directory, port, directory.resolve("kafka.log"));
    }

    /// Starts a broker that writes its log to a file elsewhere.
    public static KafkaBroker start(Path directory, int port, Path log) throws IOException {
        return start(directory, port, log, Map.of());
    }

    /// Starts a broker with settings of Kafka's own on top of ours, such as further listeners.
    public static KafkaBroker start(Path directory, int port, Path log, Map<String, String> more) throws IOException {
        Path home = directory.toAbsolutePath();
        Files.createDirectories(home);
        Path settings = home.resolve("broker.properties");
        try (var writer = Files.newBufferedWriter(settings, StandardCharsets.UTF_8)) {
            Properties all = settings(home.resolve("data"), port, Ports.free());
            all.putAll(more);
            all.store(writer, "written at every start; edits are lost");
        }
        var process = ChildProcess.start(new ChildProcess.Spec(
                "kafka", command(settings), Map.of(), home, log, home.resolve(PID), "TERM", Duration.ofSeconds(20)));
        try {
            process.await(() -> MetadataProbe.answers(port), ChildProcess.startLimit());
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new KafkaBroker(process, port);
    }

    /// Ends a broker that a crashed process of ours left running on this directory.
    public static boolean endLeftover(Path directory) {
        return new PidFile(directory.toAbsolutePath().resolve(PID)).endRunning(Duration.ofSeconds(20));
    }

    /// Host and port as clients want them in `bootstrap.servers`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public ChildProcess process() {
        return process;
    }

    /// Whether a broker answers on this loopback port.
    public static boolean answers(int port) {
        return MetadataProbe.answers(port);
    }

    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(Path settings) {
        String classPath = Java.ownClasses()
                + File.pathSeparator
                + Java.buildFolder().resolve("libs").resolve("*");
        return List.of(
                Java.program(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                classPath,
                BrokerProcess.class.getName(),
                settings.toString(),
                CLUSTER_ID);
    }

    private static Properties settings(Path data, int port, int controllerPort) {
        var properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", data.toString()));
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            properties.put(internal + ".replication.factor", "1");
            properties.put(internal + ".num.partitions", "4");
        }
        properties.putAll(Map.of(
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "min.insync.replicas", "1",
                "default.replication.factor", "1",
                "group.initial.rebalance.delay.ms", "0",
                // 128 MB of heap otherwise; what is compacted here is small.
                "log.cleaner.dedupe.buffer.size", "8388608",
                "num.network.threads", "2",
                "num.io.threads", "4",
                // A topic is made by who owns it, with its partitions; a typing error must not make one.
                "auto.create.topics.enable", "false"));
        return properties;
    }
}
