package tw.vigil.alert.accounts;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Gives a session's name its roles anew with every request, so that an account that is gone is out at once.
@ApplicationScoped
class SessionIdentity implements IdentityProvider<TrustedAuthenticationRequest> {
    private final StoredAccounts accounts;

    SessionIdentity(StoredAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Class<TrustedAuthenticationRequest> getRequestType() {
        return TrustedAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TrustedAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> accounts.account(request.getPrincipal())
                .map(PasswordIdentity::identity)
                .orElseThrow(() -> new AuthenticationFailedException("the account is gone")));
    }
}
