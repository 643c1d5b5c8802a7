package tw.vigil.ingest.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Syslog over UDP: one datagram is one message. UDP cannot hold a sender back. A thread that does nothing else empties
/// the socket into a bounded queue; what finds it full, and what the system itself dropped, is counted.
final class SyslogDatagrams implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SyslogDatagrams.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int MOST_MESSAGES = 1000;
    /// Array, node of the queue, references.
    private static final int OVERHEAD_BYTES = 64;

    private final DatagramSocket socket;
    private final int queueBytes;
    private final MessageSink sink;
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("syslog-udp-", 0).factory());

    SyslogDatagrams(InetSocketAddress address, int receiveBufferBytes, int queueBytes, MessageSink sink)
            throws IOException {
        this.queueBytes = queueBytes;
        this.sink = sink;
        socket = new DatagramSocket(null);
        socket.setReceiveBufferSize(receiveBufferBytes);
        socket.bind(address);
        if (socket.getReceiveBufferSize() < receiveBufferBytes) {
            LOG.warnf(
                    "the system gives less receive buffer than asked for (net.core.rmem_max) port=%d asked=%d given=%d",
                    port(), receiveBufferBytes, socket.getReceiveBufferSize());
        }
    }

    void start() {
        threads.execute(this::receive);
        threads.execute(this::deliver);
        threads.execute(this::lookForDrops);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warnf("datagrams did not end in time port=%d", port());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST_DATAGRAM);
                socket.receive(packet);
                int length = lengthWithoutEnd(packet);
                int size = length + OVERHEAD_BYTES;
                if (queued.get() + size > queueBytes) {
                    sink.dropped(1);
                    continue;
                }
                queued.addAndGet(size);
                queue.add(Arrays.copyOf(packet.getData(), length));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warnf("datagram not received port=%d cause=%s", port(), e.toString());
                }
            }
        }
    }

    /// Some senders end a datagram as they would end a line.
    private static int lengthWithoutEnd(DatagramPacket packet) {
        byte[] data = packet.getData();
        int length = packet.getLength();
        while (length > 0 && (data[length - 1] == '\n' || data[length - 1] == '\r' || data[length - 1] == 0)) {
            length--;
        }
        return length;
    }

    private void deliver() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<byte[]> messages = new ArrayList<>();
                messages.add(queue.take());
                queue.drainTo(messages, MOST_MESSAGES - 1);
                sink.take(messages);
                queued.addAndGet(-messages.stream()
                        .mapToLong(message -> message.length + OVERHEAD_BYTES)
                        .sum());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookForDrops() {
        try {
            Long known = KernelDrops.of(port());
            while (known != null && !socket.isClosed()) {
                Thread.sleep(LOOK);
                known = tellNewDrops(known);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Long tellNewDrops(long known) {
        Long now = KernelDrops.of(port());
        if (now != null && now > known) {
            sink.dropped(now - known);
        }
        return now;
    }
}
