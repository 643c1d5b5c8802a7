package tw.vigil.alert.stand;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import tw.vigil.teststand.TestKafka;
import tw.vigil.teststand.TestPostgres;

/// Starts broker and database, and reserves the ports on which a test listens for mail and hooks.
public final class AlertStand implements QuarkusTestResourceLifecycleManager {
    public static final String ANALYST = "analyst";
    public static final String AUDITOR = "auditor";
    public static final String PASSWORD = "a-password-for-tests";
    public static final String HOOK_SECRET = "whsec_dmlnaWwtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZyE=";

    private final Path home = directory();

    @Override
    public Map<String, String> start() {
        var kafka = TestKafka.start();
        var postgres = TestPostgres.start();
        var settings = new HashMap<String, String>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        settings.put("quarkus.datasource.username", postgres.user());
        settings.put("quarkus.datasource.password", postgres.password());
        settings.put("quarkus.datasource.jdbc.acquisition-timeout", "2S");
        settings.put("vigil.alert.accounts.dir", home.toString());
        settings.put("vigil.alert.accounts.attempts-per-minute", "5");
        settings.put("vigil.alert.quiet-period", "PT4S");
        settings.put("vigil.smtp.host", "127.0.0.1");
        // a mail server that a test stops may have taken a connection that it never greets; whoever waits for it holds
        // a place among those that send
        settings.put("vigil.smtp.timeout", "PT2S");
        settings.put("quarkus.mailer.host", "127.0.0.1");
        settings.put("quarkus.mailer.port", Integer.toString(freePort()));
        int hookPort = freePort();
        settings.put("stand.hook.port", Integer.toString(hookPort));
        settings.put("vigil.hook.url", "http://127.0.0.1:" + hookPort + "/hooks");
        settings.put("vigil.hook.secret-file", home.resolve("hook-secret").toString());
        settings.put("vigil.hook.allow-internal", "true");
        settings.put("vigil.notify.first-retry", "PT0.2S");
        settings.put("vigil.notify.longest-retry", "PT1S");
        settings.put("vigil.notify.max-age", "PT6S");
        settings.put("vigil.notify.lease", "PT3S");
        settings.put("vigil.notify.poll", "PT0.2S");
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        try (var files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(AlertStand::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            Path home = Files.createTempDirectory("vigil-alert-test");
            var _ = Files.writeString(home.resolve(ANALYST), PASSWORD);
            var _ = Files.writeString(home.resolve(AUDITOR), PASSWORD);
            var _ = Files.writeString(home.resolve("hook-secret"), HOOK_SECRET);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
