package tw.vigil.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes spans by OTLP over HTTP, as a collector does, and keeps each batch as it came. A batch is of one service; its
/// protobuf holds names as UTF-8 and trace ids as 16 bytes, so looking for them needs no decoding.
final class SpanReceiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> batches = new CopyOnWriteArrayList<>();

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver listen() throws IOException {
        var receiver =
                new SpanReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
        receiver.server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                receiver.batches.add(text(exchange.getRequestBody().readAllBytes()));
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
            }
        });
        receiver.server.setExecutor(receiver.threads);
        receiver.server.start();
        return receiver;
    }

    /// What makes a service send its spans here.
    Map<String, String> environment() {
        return Map.of(
                "VIGIL_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf");
    }

    /// Whether a batch of this service holds a span of this trace.
    boolean has(String service, String trace) {
        String id = text(HexFormat.of().parseHex(trace));
        return batches.stream().anyMatch(batch -> batch.contains(service) && batch.contains(id));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    // One character for each byte, so that strings can be searched for bytes.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
