package tw.vigil.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SyslogDatagramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Recorded sink = new Recorded();

    @Test
    void eachDatagramIsOneMessage() throws IOException {
        try (var server = start(1 << 20);
                var sender = new DatagramSocket()) {
            send(sender, server, "<34>1 one\nstill one");
            send(sender, server, "12 <34>1 no count here\r\n");

            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(sink.messages)
                            .containsExactlyInAnyOrder("<34>1 one\nstill one", "12 <34>1 no count here"));
        }
    }

    @Test
    void whatFindsTheQueueFullIsDroppedAndCounted() throws IOException {
        sink.gate.drainPermits();
        try (var server = start(20_000);
                var sender = new DatagramSocket()) {
            String message = "<34>1 " + "x".repeat(1000);
            int sent = 0;
            while (sink.dropped.get() == 0 && sent < 10_000) {
                send(sender, server, message);
                sent++;
            }
            assertThat(sink.dropped.get()).isPositive();

            sink.gate.release(1_000_000);
            int all = sent;
            Awaitility.await().atMost(LIMIT).until(() -> sink.messages.size() + sink.dropped.get() == all);
        }
    }

    @Test
    void dropsOfLinuxAreRead() {
        var table = List.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
                " 1157: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 123 2 0000000000000000 17",
                " 1158: 0100007F:0203 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 124 2 0000000000000000 4");

        assertThat(KernelDrops.drops(table, 514)).containsExactly(17L);
        assertThat(KernelDrops.drops(table, 99)).isEmpty();
    }

    @Test
    void lineBreaksWithinAMessageSeparateNothing() {
        var messages = List.of("a\nb\r\nc".getBytes(StandardCharsets.UTF_8), "d".getBytes(StandardCharsets.UTF_8));

        assertThat(FeedSink.lines(messages)).asString(StandardCharsets.UTF_8).isEqualTo("a b  c\nd\n");
    }

    private SyslogDatagrams start(int queueBytes) throws IOException {
        var server = new SyslogDatagrams(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1 << 20, queueBytes, sink);
        server.start();
        return server;
    }

    private static void send(DatagramSocket sender, SyslogDatagrams server, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sender.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), server.port()));
    }
}
