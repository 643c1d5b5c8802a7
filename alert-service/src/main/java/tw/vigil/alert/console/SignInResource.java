package tw.vigil.alert.console;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/// Signing in and out. The form posts to Quarkus' own `/j_security_check`.
@Path("/")
@ConsolePage
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class SignInResource {
    private static final String LOGIN = "/login";

    private final Frames frames;
    private final SecurityIdentity identity;

    SignInResource(Frames frames, SecurityIdentity identity) {
        this.frames = frames;
        this.identity = identity;
    }

    /// The sign-in page; with the parameter `error` it says that the last try failed.
    @GET
    @Path(LOGIN)
    public TemplateInstance signIn(@Context HttpHeaders headers, @Context UriInfo uri) {
        var failed = uri.getQueryParameters().containsKey("error");
        var frame = frames.frame(headers, uri, null, "", failed ? LOGIN + "?error" : LOGIN);
        return Pages.signIn(frame, failed).setLocale(frame.lang());
    }

    /// Forgets who is signed in.
    @POST
    @Path("/logout")
    public Response signOut() {
        if (!identity.isAnonymous()) {
            FormAuthenticationMechanism.logout(identity);
        }
        return Response.seeOther(URI.create(LOGIN)).build();
    }
}
