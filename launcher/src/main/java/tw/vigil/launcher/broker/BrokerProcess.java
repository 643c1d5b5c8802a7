package tw.vigil.launcher.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/// The main program of the broker's process: formats the storage when it is new, then runs Kafka. One JVM start instead
/// of two.
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        String settings = arguments[0];
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(settings), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Path metadata = Path.of(properties.getProperty("log.dirs"), "meta.properties");
        if (!Files.exists(metadata)) {
            int status = StorageTool.execute(
                    new String[] {"format", "--cluster-id", arguments[1], "--config", settings, "--ignore-formatted"},
                    System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Kafka.main(new String[] {settings});
    }
}
