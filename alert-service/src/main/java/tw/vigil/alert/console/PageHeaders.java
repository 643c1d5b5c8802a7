package tw.vigil.alert.console;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/// The headers of every page: nothing but our own files may run or style it, nobody may frame or store it. Remembers
/// the language that the address asks for.
@Provider
@ConsolePage
class PageHeaders implements ContainerResponseFilter {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
            + "img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final Duration A_YEAR = Duration.ofDays(365);

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
        if (MediaType.TEXT_HTML_TYPE.isCompatible(response.getMediaType())) {
            headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.TEXT_HTML + ";charset=UTF-8");
        }
        headers.putSingle("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.putSingle("X-Content-Type-Options", "nosniff");
        // Not no-referrer: browsers would then send "Origin: null" with our own forms.
        headers.putSingle("Referrer-Policy", "same-origin");
        headers.putSingle("Cross-Origin-Opener-Policy", "same-origin");
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        Language.of(request.getUriInfo().getQueryParameters().getFirst(Language.PARAMETER))
                .ifPresent(language -> headers.add(HttpHeaders.SET_COOKIE, cookie(language)));
    }

    private static NewCookie cookie(Language language) {
        return new NewCookie.Builder(Language.COOKIE)
                .value(language.tag())
                .path("/")
                .maxAge(Math.toIntExact(A_YEAR.toSeconds()))
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
