package tw.vigil.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SyslogStreamsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestKeys keys;

    private final Recorded sink = new Recorded();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.make();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void eachConnectionHasItsOwnFraming() throws IOException {
        SyslogStreams server = start(null, 10, Duration.ofMinutes(1));

        send(connect(server), "<34>1 line\n");
        send(connect(server), "13 <34>1 counted");

        awaitMessages("<34>1 line", "<34>1 counted");
    }

    @Test
    void connectionThatEndsLeavesItsLastLine() throws IOException {
        SyslogStreams server = start(null, 10, Duration.ofMinutes(1));

        try (Socket sender = connect(server)) {
            send(sender, "<34>1 no end");
        }

        awaitMessages("<34>1 no end");
    }

    @Test
    void senderIsHeldBackWhileKafkaIsAway() throws IOException {
        SyslogStreams server = start(null, 10, Duration.ofMinutes(1));
        sink.gate.drainPermits();
        Socket sender = connect(server);
        byte[] line = ("<34>1 " + "x".repeat(1000) + "\n").getBytes(StandardCharsets.UTF_8);
        var sent = new AtomicLong();
        Thread.ofVirtual().start(() -> write(sender, line, 20_000, sent));

        // 20 MB do not fit into the buffers between: the writer stands still well before.
        var before = new AtomicLong(-1);
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
        assertThat(sent.get()).isLessThan(20_000);
        assertThat(sink.messages).isEmpty();

        sink.gate.release(1_000_000);
        Awaitility.await().atMost(LIMIT).until(() -> sink.messages.size() == 20_000);
    }

    @Test
    void mostSilentConnectionGivesWay() throws IOException {
        SyslogStreams server = start(null, 2, Duration.ofMinutes(1));
        Socket first = connect(server);
        send(first, "<34>1 one\n");
        awaitMessages("<34>1 one");
        Socket second = connect(server);
        send(second, "<34>1 two\n");
        awaitMessages("<34>1 one", "<34>1 two");

        Socket third = connect(server);
        send(third, "<34>1 three\n");

        awaitMessages("<34>1 one", "<34>1 two", "<34>1 three");
        first.setSoTimeout((int) LIMIT.toMillis());
        assertThat(ended(first)).isTrue();
        send(second, "<34>1 four\n");
        awaitMessages("<34>1 one", "<34>1 two", "<34>1 three", "<34>1 four");
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        SyslogStreams server = start(null, 10, Duration.ofMillis(200));
        Socket sender = connect(server);
        sender.setSoTimeout((int) LIMIT.toMillis());

        assertThat(ended(sender)).isTrue();
    }

    @Test
    void tlsCarriesTheSame() throws Exception {
        SyslogStreams server = start(new SyslogStreams.Tls(keys.server(), false), 10, Duration.ofMinutes(1));

        send(connect(server, keys.clientWithoutCertificate()), "13 <34>1 secured");

        awaitMessages("<34>1 secured");
    }

    @Test
    void senderWithoutCertificateIsRefusedWhereOneIsAsked() throws Exception {
        SyslogStreams server = start(new SyslogStreams.Tls(keys.server(), true), 10, Duration.ofMinutes(1));

        assertThatThrownBy(() -> {
                    Socket stranger = connect(server, keys.clientWithoutCertificate());
                    stranger.setSoTimeout((int) LIMIT.toMillis());
                    send(stranger, "11 <34>1 alien");
                    // TLS 1.3 tells the client only when it reads.
                    stranger.getInputStream().read();
                })
                .isInstanceOf(IOException.class);
        send(connect(server, keys.client()), "11 <34>1 known");
        awaitMessages("<34>1 known");
    }

    @Test
    void plainTextOnTheTlsPortHurtsNobody() throws Exception {
        SyslogStreams server = start(new SyslogStreams.Tls(keys.server(), false), 10, Duration.ofMinutes(1));

        send(connect(server), "<34>1 in the clear\n");

        send(connect(server, keys.clientWithoutCertificate()), "<34>1 secured\n");
        awaitMessages("<34>1 secured");
    }

    private SyslogStreams start(SyslogStreams.@Nullable Tls tls, int connections, Duration idle) throws IOException {
        var server = new SyslogStreams(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tls,
                new SyslogStreams.Bounds(connections, idle, 65_536, 65_536),
                sink);
        server.start();
        open.addFirst(server);
        return server;
    }

    private Socket connect(SyslogStreams server) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        open.addFirst(socket);
        return socket;
    }

    private Socket connect(SyslogStreams server, SSLContext context) throws IOException {
        Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        open.addFirst(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void write(Socket socket, byte[] line, int times, AtomicLong sent) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(line);
                sent.incrementAndGet();
            }
        } catch (IOException _) {
            // The test has ended and closed the socket.
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private void awaitMessages(String... messages) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(sink.messages).containsExactlyInAnyOrder(messages));
    }
}
