package tw.vigil.launcher.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Takes webhooks signed as Standard Webhooks 1 says, and writes each down together with what came of checking it.
public final class HookReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_BODY_BYTES = 4 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String secret;
    private final Path file;

    private HookReceiver(HttpServer server, String secret, Path file) {
        this.server = server;
        this.secret = secret;
        this.file = file;
    }

    /// Listens on loopback; `/hook` is the address.
    public static HookReceiver listen(int port, String secret, Path file) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        var receiver = new HookReceiver(server, secret, file);
        server.createContext("/hook", receiver::receive);
        server.setExecutor(receiver.threads);
        server.start();
        return receiver;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
            boolean verified = verified(exchange, body);
            var line = JSON.createObjectNode();
            line.put("received", Instant.now().toString());
            line.put("id", header(exchange, "webhook-id"));
            line.put("verified", verified);
            line.put("traceparent", header(exchange, "traceparent"));
            line.put("body", new String(body, StandardCharsets.UTF_8));
            write(JSON.writeValueAsString(line) + "\n");
            int status = verified ? HttpURLConnection.HTTP_NO_CONTENT : HttpURLConnection.HTTP_UNAUTHORIZED;
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private synchronized void write(String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private boolean verified(HttpExchange exchange, byte[] body) {
        String id = header(exchange, "webhook-id");
        String timestamp = header(exchange, "webhook-timestamp");
        String signature = header(exchange, "webhook-signature");
        if (id == null || timestamp == null || signature == null) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static @Nullable String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
