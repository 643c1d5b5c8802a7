package tw.vigil.ingest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.digest.TrailFixture;
import tw.vigil.teststand.TestKafka;

/// A broker, a folder of tokens and a watched folder for the service under test.
public class Stand implements QuarkusTestResourceLifecycleManager {
    static final String CLOUDTRAIL_TOKEN = "cloudtrail-token-0123456789";
    static final String KUBERNETES_TOKEN = "kubernetes-token-0123456789";
    static final String REVEALER_TOKEN = "revealer-token-0123456789";
    static final String DESK_TOKEN = "desk-token-0123456789";
    static final String OPERATOR_TOKEN = "operator-token-0123456789";
    static final String SAMPLES_TOKEN = "samples-token-0123456789";
    static final String SIGNING_KEY_ID = "aud-1";
    static final String SIGNING_SECRET = "signing-secret-0123456789-0123456789";
    static final int RECORD_BYTES = 20_000;
    static final int BODY_BYTES = 2_000_000;

    static final List<String> SAMPLED_SOURCES = List.of(
            "aws.config",
            "aws.guardduty",
            "aws.securityhub",
            "aws.inspector",
            "aws.health",
            "ocsf.event",
            "syslog.message",
            "governance.act");

    static final List<String> CLOUD_SOURCES = List.of(
            "azure.monitor",
            "azure.eventgrid",
            "gcp.logging",
            "gcp.asset",
            "gcp.scc",
            "google.workspace",
            "m365.audit",
            "github.audit",
            "okta.system");

    private Path folder = Path.of("");
    private @Nullable HookStand hooks;

    static String cloudToken(String type) {
        return type + "-token-0123456789";
    }

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("vigil-ingest");
            Path tokens = Files.createDirectory(folder.resolve("tokens"));
            Files.writeString(tokens.resolve("aws.cloudtrail"), CLOUDTRAIL_TOKEN + "\n");
            Files.writeString(tokens.resolve("kubernetes.prod"), "\n" + KUBERNETES_TOKEN + "\n");
            Path revealers = Files.createDirectory(folder.resolve("revealers"));
            Files.writeString(revealers.resolve("auditor.chen"), REVEALER_TOKEN + "\n");
            for (String type : SAMPLED_SOURCES) {
                Files.writeString(tokens.resolve(type), SAMPLES_TOKEN + "\n");
            }
            Path signing = Files.createDirectory(folder.resolve("signing"));
            Files.writeString(
                    signing.resolve("governance.act"),
                    "no key\nhmac-sha256 " + SIGNING_KEY_ID + " " + SIGNING_SECRET + "\n");
            Files.writeString(tokens.resolve("example.desk"), DESK_TOKEN + "\n");
            Path operators = Files.createDirectory(folder.resolve("operators"));
            Files.writeString(operators.resolve("lin.ops"), OPERATOR_TOKEN + "\n");
            Path keys = Files.createDirectory(folder.resolve("keys"));
            TrailFixture.writeKey(keys);
            for (String type : CLOUD_SOURCES) {
                Files.writeString(tokens.resolve(type), cloudToken(type) + "\n");
            }
            hooks = new HookStand(folder);
            var settings = new HashMap<>(hooks.settings());
            settings.putAll(Map.ofEntries(
                    Map.entry("vigil.ingest.digest.public-keys-dir", keys.toString()),
                    Map.entry("vigil.ingest.digest.patience", "PT2S"),
                    Map.entry("vigil.ingest.operators-dir", operators.toString()),
                    Map.entry("vigil.ingest.ledger.flush-interval", "PT0.3S"),
                    Map.entry("vigil.ingest.signing.keys-dir", signing.toString()),
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
