package tw.vigil.ingest.syslog;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Syslog over TCP and TLS. Each connection has a thread of its own that reads no further while what it read is on its
/// way into Kafka: TCP itself then holds the sender back.
final class SyslogStreams implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SyslogStreams.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int BACKLOG = 128;
    private static final int MOST_MESSAGES = 1000;
    private static final int READ_BYTES = 16 * 1024;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /// @param connections most at once
    record Bounds(int connections, Duration idleTimeout, int messageBytes, int receiveBufferBytes) {}

    /// @param clientCertificate whether senders must show one
    record Tls(SSLContext context, boolean clientCertificate) {}

    private final ServerSocket server;
    private final Bounds bounds;
    private final MessageSink sink;
    private final Map<Socket, Long> lastHeard = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param tls null: plain TCP
    SyslogStreams(InetSocketAddress address, @Nullable Tls tls, Bounds bounds, MessageSink sink) throws IOException {
        this.bounds = bounds;
        this.sink = sink;
        server = tls == null ? new ServerSocket() : secured(tls);
        server.setReuseAddress(true);
        server.setReceiveBufferSize(bounds.receiveBufferBytes());
        server.bind(address, BACKLOG);
    }

    private static ServerSocket secured(Tls tls) throws IOException {
        var socket = (SSLServerSocket) tls.context().getServerSocketFactory().createServerSocket();
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setNeedClientAuth(tls.clientCertificate());
        return socket;
    }

    void start() {
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        closeQuietly(server);
        threads.shutdownNow();
        lastHeard.keySet().forEach(SyslogStreams::closeQuietly);
        try {
            if (!threads.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warnf("connections did not end in time port=%d", port());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                lastHeard.put(socket, System.nanoTime());
                if (lastHeard.size() > bounds.connections()) {
                    closeMostSilent(socket);
                }
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warnf("connection not accepted port=%d cause=%s", port(), e.toString());
                }
            }
        }
    }

    private void closeMostSilent(Socket newcomer) {
        lastHeard.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(newcomer))
                .min(Comparator.comparingLong(Map.Entry::getValue))
                .ifPresent(entry -> {
                    LOG.warnf("too many connections, the most silent one is closed port=%d", port());
                    closeQuietly(entry.getKey());
                });
    }

    private void serve(Socket socket) {
        try (socket) {
            if (socket instanceof SSLSocket secured) {
                secured.setSoTimeout((int) HANDSHAKE.toMillis());
                secured.startHandshake();
            }
            socket.setSoTimeout(
                    (int) Math.min(Integer.MAX_VALUE, bounds.idleTimeout().toMillis()));
            read(socket);
        } catch (IOException e) {
            LOG.debugf("connection ended port=%d cause=%s", port(), e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lastHeard.remove(socket);
        }
    }

    private void read(Socket socket) throws IOException, InterruptedException {
        var frames = new SyslogFrames(bounds.messageBytes(), sink);
        var in = socket.getInputStream();
        byte[] bytes = new byte[READ_BYTES];
        try {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                lastHeard.replace(socket, System.nanoTime());
                frames.add(bytes, read);
                deliver(frames);
            }
        } finally {
            byte[] rest = frames.rest();
            if (rest != null) {
                sink.take(List.of(rest));
            }
        }
    }

    private void deliver(SyslogFrames frames) throws InterruptedException {
        List<byte[]> messages = new ArrayList<>();
        for (byte[] message = frames.next(); message != null; message = frames.next()) {
            messages.add(message);
            if (messages.size() == MOST_MESSAGES) {
                sink.take(messages);
                messages = new ArrayList<>();
            }
        }
        if (!messages.isEmpty()) {
            sink.take(messages);
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("socket did not close in order cause=%s", e.toString());
        }
    }
}
