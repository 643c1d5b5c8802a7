package tw.vigil.ingest.m365;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The activity feed of an invented tenant on loopback, after Microsoft's documentation; nobody offers a server to test
/// against. Each content is listed on a page of its own.
public final class Tenant implements AutoCloseable {
    public static final String ID = "72f988bf";
    public static final String SECRET = "s3cret&+ü";
    private static final String FEED = "/api/v1.0/" + ID + "/activity/feed/";

    private final HttpServer server;
    private final Map<String, String> contents = new ConcurrentHashMap<>();
    public final List<String> listed = new CopyOnWriteArrayList<>();
    public final List<String> fetched = new CopyOnWriteArrayList<>();
    public final AtomicInteger throttle = new AtomicInteger();
    public final AtomicInteger revoke = new AtomicInteger();
    public final AtomicInteger tokens = new AtomicInteger();
    public volatile String foreignUri = "";

    public Tenant() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/" + ID + "/oauth2/v2.0/token", this::token);
        server.createContext(
                FEED + "subscriptions/start",
                exchange -> authorized(
                        exchange,
                        () -> answer(
                                exchange,
                                400,
                                "{\"error\":{\"code\":\"AF20024\",\"message\":\"The subscription is already enabled\"}}")));
        server.createContext(FEED + "subscriptions/content", exchange -> authorized(exchange, () -> list(exchange)));
        server.createContext(FEED + "audit/", exchange -> authorized(exchange, () -> content(exchange)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @param records a JSON array
    public void publish(String id, String records) {
        contents.put(id, records);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known =
                form.contains("client_secret=s3cret%26%2B%C3%BC") && form.contains("grant_type=client_credentials");
        if (known) {
            answer(exchange, 200, "{\"access_token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":3600}");
        } else {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void authorized(HttpExchange exchange, Step step) throws IOException {
        String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (revoke.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || !bearer.equals("Bearer t" + tokens.get())) {
            answer(exchange, 401, "{\"error\":{\"code\":\"AF10001\",\"message\":\"no\"}}");
        } else if (throttle.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, 429, "{\"error\":{\"code\":\"AF429\",\"message\":\"Too many requests\"}}");
        } else {
            step.run();
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        listed.add(query);
        List<String> ids = contents.keySet().stream().sorted().toList();
        int page = query.contains("page=") ? Integer.parseInt(query.replaceAll(".*page=", "")) : 0;
        if (page + 1 < ids.size()) {
            exchange.getResponseHeaders()
                    .add(
                            "NextPageUri",
                            address() + FEED + "subscriptions/content?contentType=Audit.Exchange&page=" + (page + 1));
        }
        String entry = "";
        if (page < ids.size()) {
            String uri = foreignUri.isEmpty() ? address() + FEED + "audit/" + ids.get(page) : foreignUri;
            entry = "{\"contentType\":\"Audit.Exchange\",\"contentId\":\"" + ids.get(page) + "\",\"contentUri\":\""
                    + uri
                    + "\",\"contentCreated\":\"2026-08-20T10:20:00Z\",\"contentExpiration\":\"2026-08-27T10:20:00Z\"}";
        }
        answer(exchange, 200, "[" + entry + "]");
    }

    private void content(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceAll(".*/", "");
        fetched.add(id);
        String records = contents.getOrDefault(id, "");
        if (records.equals("expired")) {
            answer(exchange, 400, "{\"error\":{\"code\":\"AF20051\",\"message\":\"Content has already expired\"}}");
        } else {
            answer(exchange, 200, records);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
