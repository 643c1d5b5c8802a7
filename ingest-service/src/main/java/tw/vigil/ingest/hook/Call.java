package tw.vigil.ingest.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.body.LimitExceededException;
import tw.vigil.ingest.publish.BusyException;

/// One request of a vendor. Closing it gives back the memory that its body took.
public final class Call implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final int CHUNK_BYTES = 16 * 1024;

    private final String method;
    private final Map<String, String> headers;
    private final Map<String, String> query;
    private final @Nullable X509Certificate client;
    private final InputStream body;
    private final BodyBudget budget;
    private int held;

    /// @param headers by name in lower case
    /// @param query parameters, decoded
    /// @param client certificate that the sender proved on the connection
    /// @param budget what bodies that are read as a whole come out of
    public Call(
            String method,
            Map<String, String> headers,
            Map<String, String> query,
            @Nullable X509Certificate client,
            InputStream body,
            BodyBudget budget) {
        this.method = method;
        this.headers = Map.copyOf(headers);
        this.query = Map.copyOf(query);
        this.client = client;
        this.body = body;
        this.budget = budget;
    }

    boolean is(String otherMethod) {
        return method.equals(otherMethod);
    }

    /// @param name in lower case
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Nullable
    String query(String name) {
        return query.get(name);
    }

    /// The token of `Authorization: Bearer`, or null.
    @Nullable
    String bearer() {
        String value = header("authorization");
        return value == null || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? null
                : value.substring(BEARER.length()).strip();
    }

    /// Media type of the body in lower case without its parameters; empty when the sender names none.
    String mediaType() {
        String type = headers.getOrDefault("content-type", "");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    @Nullable
    X509Certificate client() {
        return client;
    }

    /// The body, not read yet.
    InputStream stream() {
        return body;
    }

    /// Reads the whole body, as sent.
    ///
    /// @param most largest body in bytes that this vendor sends
    public byte[] body(int most) throws IOException, BusyException {
        var bytes = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            if (bytes.size() + read > most) {
                throw new LimitExceededException(
                        "the body is larger than " + most + " bytes, the most that this kind of hook takes");
            }
            budget.acquire(read);
            held += read;
            bytes.write(chunk, 0, read);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        budget.release(held);
        held = 0;
    }
}
