package tw.vigil.alert.accounts;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses requests that change something and come from another site: the browser says so in
/// `Sec-Fetch-Site`, older ones in `Origin`. Programs send neither and pass. The session cookie is
/// `SameSite=Strict` besides.
@ApplicationScoped
class CrossSiteGuard {
    private static final int FORBIDDEN = 403;
    private static final int BEFORE_AUTHENTICATION = -1_000;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    void register(@Observes Router router) {
        router.route().order(BEFORE_AUTHENTICATION).handler(CrossSiteGuard::check);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (SAFE.contains(request.method())
                || allowed(
                        request.getHeader("Sec-Fetch-Site"),
                        request.getHeader("Origin"),
                        request.authority() == null ? null : request.authority().toString())) {
            context.next();
            return;
        }
        var _ = context.response()
                .setStatusCode(FORBIDDEN)
                .putHeader("content-type", "application/problem+json")
                .end("{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"the request comes from another site\"}");
    }

    /// @param host with port, as the browser addressed us
    static boolean allowed(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (fetchSite != null) {
            return OWN_SITE.contains(fetchSite);
        }
        if (origin == null) {
            return true;
        }
        try {
            return host != null && host.equals(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
