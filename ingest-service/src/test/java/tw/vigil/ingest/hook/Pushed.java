package tw.vigil.ingest.hook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.publish.BusyException;

/// A request as a vendor pushes it.
public final class Pushed {
    private final String method;
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> query = new HashMap<>();
    private @Nullable X509Certificate client;
    private byte[] body = new byte[0];
    private BodyBudget budget = new BodyBudget(64 * 1024 * 1024);

    private Pushed(String method) {
        this.method = method;
    }

    public static Pushed post(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    public static Pushed post(byte[] body) {
        var pushed = new Pushed("POST");
        pushed.body = body;
        return pushed;
    }

    static Pushed by(String method) {
        return new Pushed(method);
    }

    public Pushed header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    Pushed query(String name, String value) {
        query.put(name, value);
        return this;
    }

    Pushed client(X509Certificate certificate) {
        client = certificate;
        return this;
    }

    Pushed out(BodyBudget other) {
        budget = other;
        return this;
    }

    public Call call() {
        return new Call(method, headers, query, client, new ByteArrayInputStream(body), budget);
    }

    public Verdict judgedBy(Hook hook) {
        try (Call call = call()) {
            return hook.judge(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BusyException e) {
            throw new AssertionError(e);
        }
    }

    public static Secrets secrets(String... secrets) {
        List<byte[]> bytes = Arrays.stream(secrets)
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Secrets(() -> bytes);
    }

    /// What a hook handed on.
    public static String taken(Verdict verdict) {
        if (verdict instanceof Verdict.Take take) {
            try (InputStream body = take.body()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("not taken: " + verdict);
    }

    static Reply reply(Verdict verdict) {
        if (verdict instanceof Verdict.Handshake(var reply)) {
            return reply;
        }
        throw new AssertionError("no handshake: " + verdict);
    }

    public static boolean forged(Verdict verdict) {
        return verdict instanceof Verdict.Unproven unproven && unproven.forged();
    }

    public static boolean unknown(Verdict verdict) {
        return verdict instanceof Verdict.Unproven unproven && !unproven.forged();
    }
}
