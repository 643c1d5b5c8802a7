package tw.vigil.ingest.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.BodyBudget;
import tw.vigil.ingest.hook.Call;

/// Requests of the HTTP server as hooks see them.
final class Calls {
    private Calls() {}

    static Call of(HttpServerRequest request, InputStream body, BodyBudget budget) {
        return new Call(
                request.method().name(),
                first(request.headers(), true),
                first(request.params(), false),
                client(request.sslSession()),
                body,
                budget);
    }

    /// The first value of each name.
    private static Map<String, String> first(MultiMap values, boolean lowerCase) {
        var first = new HashMap<String, String>();
        values.forEach((name, value) -> first.putIfAbsent(lowerCase ? name.toLowerCase(Locale.ROOT) : name, value));
        return first;
    }

    private static @Nullable X509Certificate client(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate client ? client : null;
        } catch (SSLPeerUnverifiedException _) {
            return null;
        }
    }
}
