package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.syslog.TestKeys;
import tw.vigil.launcher.process.Ports;

/// What a certificate opens: syslog over TLS (RFC 5425), and the hook of a Kubernetes API server. Beside it the ways of
/// syslog that need none.
@QuarkusTest
@TestProfile(TlsIT.WithTls.class)
class TlsIT extends IngestStand {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void lineOfSyslogComesByEveryWay() throws Exception {
        String mark = UUID.randomUUID().toString();
        byte[] datagram = line(mark + " by udp").getBytes(StandardCharsets.UTF_8);

        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), Ways.udp));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Ways.tcp)) {
            write(socket, line(mark + " by tcp") + "\n");
        }
        try (var socket = Ways.keys.client().getSocketFactory().createSocket("localhost", Ways.tls)) {
            String counted = line(mark + " by tls");
            write(socket, counted.length() + " " + counted);
        }

        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            found.addAll(events.read(0));
            for (String way : List.of("udp", "tcp", "tls")) {
                assertThat(found).anySatisfy(record -> {
                    assertThat(value(record)).contains(mark + " by " + way);
                    assertThat(headers(record)).containsEntry("ce_sourceid", "syslog.message");
                });
            }
        });
    }

    @Test
    void apiServerShowsItsCertificate() throws Exception {
        String known = UUID.randomUUID().toString();

        assertThat(push(Ways.keys.client(), known)).isEqualTo(200);
        assertThat(push(Ways.keys.clientWithoutCertificate(), UUID.randomUUID().toString()))
                .isEqualTo(401);

        assertThat(events.read(1)).extracting(ConsumerRecord::key).containsExactly(known + "/ResponseComplete");
    }

    private int push(SSLContext keys, String auditId) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().sslContext(keys).build()) {
            var request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + Ways.web + "/v1/hooks/hook.kubernetes"))
                    .header("Content-Type", "application/json")
                    .timeout(LIMIT)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"kind\":\"EventList\",\"items\":[" + Samples.kubernetes(auditId) + "]}"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).statusCode();
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String line(String text) {
        return "<34>1 2026-08-20T10:15:30Z fw1.example.org sshd 411 - - " + text;
    }

    public static class WithTls extends OwnResources {
        public WithTls() {
            super(List.of(Stand.class, Ways.class));
        }
    }

    /// Keys and ports.
    @SuppressWarnings("NullAway.Init") // set by start
    public static class Ways implements QuarkusTestResourceLifecycleManager {
        static TestKeys keys;
        static int udp;
        static int tcp;
        static int tls;
        static int web;
        private static Path folder;

        @Override
        public Map<String, String> start() {
            try {
                folder = Files.createTempDirectory("vigil-tls");
                keys = TestKeys.makeIn(folder);
                udp = Ports.free();
                tcp = Ports.free();
                tls = Ports.free();
                web = Ports.free();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            var settings = new HashMap<String, String>();
            for (String registered : List.of("quarkus.tls.ways.", "quarkus.tls.web.")) {
                settings.put(
                        registered + "key-store.p12.path",
                        folder.resolve("server.p12").toString());
                settings.put(registered + "key-store.p12.password", TestKeys.PASSWORD);
                settings.put(
                        registered + "trust-store.p12.path",
                        folder.resolve("client.p12").toString());
                settings.put(registered + "trust-store.p12.password", TestKeys.PASSWORD);
            }
            settings.put("quarkus.http.tls-configuration-name", "web");
            settings.put("quarkus.http.test-ssl-port", Integer.toString(web));
            settings.put("vigil.ingest.sources.\"hook.kubernetes\".hook.clients", "CN=client");
            listener(settings, "udp", udp);
            listener(settings, "tcp", tcp);
            listener(settings, "tls", tls);
            settings.put("vigil.ingest.syslog-listeners.tls.tls-configuration", "ways");
            settings.put("vigil.ingest.syslog-listeners.tls.client-certificate", "true");
            return settings;
        }

        private static void listener(Map<String, String> settings, String way, int port) {
            String key = "vigil.ingest.syslog-listeners." + way + ".";
            settings.put(key + "protocol", way);
            settings.put(key + "host", "127.0.0.1");
            settings.put(key + "port", Integer.toString(port));
            settings.put(key + "source", "syslog.message");
        }

        @Override
        public void stop() {
            try {
                Utils.delete(folder.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
