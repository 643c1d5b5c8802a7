package tw.vigil.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// A server and a client that trust each other, with keys made by the JDK's keytool.
public record TestKeys(SSLContext server, SSLContext client, SSLContext clientWithoutCertificate) {
    public static final String PASSWORD = "changeit-0123";

    static TestKeys make() throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Files.createTempDirectory("vigil-keys");
        try {
            return makeIn(folder);
        } finally {
            Utils.delete(folder.toFile());
        }
    }

    /// Leaves the stores `server.p12` and `client.p12` in a folder.
    public static TestKeys makeIn(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore server = pair(folder, "server");
        KeyStore client = pair(folder, "client");
        return new TestKeys(context(server, client), context(client, server), context(null, server));
    }

    private static KeyStore pair(Path folder, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        var keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0)
                .as("keytool made a key")
                .isTrue();
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static SSLContext context(@Nullable KeyStore own, KeyStore trusted)
            throws GeneralSecurityException, IOException {
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        String alias = trusted.aliases().nextElement();
        trust.setCertificateEntry(alias, trusted.getCertificate(alias));
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}
