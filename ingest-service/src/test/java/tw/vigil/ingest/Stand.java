package tw.vigil.ingest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.teststand.TestKafka;

/// A broker, a folder of tokens and a watched folder for the service under test.
public class Stand implements QuarkusTestResourceLifecycleManager {
    static final String CLOUDTRAIL_TOKEN = "cloudtrail-token-0123456789";
    static final String KUBERNETES_TOKEN = "kubernetes-token-0123456789";
    static final String REVEALER_TOKEN = "revealer-token-0123456789";
    static final int RECORD_BYTES = 20_000;
    static final int BODY_BYTES = 2_000_000;

    private Path folder = Path.of("");
    private @Nullable HookStand hooks;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("vigil-ingest");
            Path tokens = Files.createDirectory(folder.resolve("tokens"));
            Files.writeString(tokens.resolve("aws.cloudtrail"), CLOUDTRAIL_TOKEN + "\n");
            Files.writeString(tokens.resolve("kubernetes.prod"), "\n" + KUBERNETES_TOKEN + "\n");
            Path revealers = Files.createDirectory(folder.resolve("revealers"));
            Files.writeString(revealers.resolve("auditor.chen"), REVEALER_TOKEN + "\n");
            hooks = new HookStand(folder);
            var settings = new HashMap<>(hooks.settings());
            settings.putAll(Map.ofEntries(
                    Map.entry("kafka.bootstrap.servers", TestKafka.start().bootstrapServers()),
                    Map.entry("vigil.ingest.tokens-dir", tokens.toString()),
                    Map.entry("vigil.ingest.watch-dir", folder.resolve("watch").toString()),
                    Map.entry("vigil.ingest.watch.interval", "PT0.2S"),
                    Map.entry("vigil.ingest.watch.settle", "PT0.5S"),
                    Map.entry("vigil.ingest.reveal.tokens-dir", revealers.toString()),
                    Map.entry("vigil.ingest.own.summary-interval", "PT1S"),
                    Map.entry("vigil.ingest.limits.record-bytes", Integer.toString(RECORD_BYTES)),
                    Map.entry("vigil.ingest.limits.body-bytes", Integer.toString(BODY_BYTES)),
                    Map.entry("vigil.ingest.sources.\"kubernetes.prod\".type", "kubernetes.audit"),
                    Map.entry("vigil.ingest.sources.\"kubernetes.prod\".account", "prod")));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (hooks != null) {
            hooks.close();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
