package tw.vigil.teststand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.testcontainers.kafka.KafkaContainer;
import tw.vigil.launcher.broker.KafkaBroker;

/// A Kafka broker for tests, shared by all tests of the JVM: use topics and groups with names of your own.
public final class TestKafka implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TestKafka.class.getName());
    private static final String IMAGE = "apache/kafka:4.1.1";

    private final String bootstrapServers;

    private TestKafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /// The JVM's broker; the first call starts it.
    public static TestKafka start() {
        return new TestKafka(SharedServer.getOrStart(
                "vigil.teststand.kafka", () -> Docker.isAvailable() ? container() : embedded()));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// Does nothing: the broker serves other tests, and ends with the JVM.
    @Override
    public void close() {
        // see above
    }

    @SuppressWarnings("resource") // Testcontainers ends it with the JVM
    private static String container() {
        LOG.log(System.Logger.Level.INFO, "test Kafka: Docker container {0}", IMAGE);
        var container = new KafkaContainer(IMAGE);
        container.start();
        return container.getBootstrapServers();
    }

    private static String embedded() {
        LOG.log(System.Logger.Level.INFO, "test Kafka: embedded broker (no Docker engine answers)");
        Path folder = SharedServer.temporaryFolder("vigil-kafka");
        try {
            var broker = KafkaBroker.start(folder);
            SharedServer.closeAtExit(broker, folder);
            return broker.bootstrapServers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
