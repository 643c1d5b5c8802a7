package tw.vigil.ingest.hook.jwt;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// What a token must say.
///
/// @param issuers that are taken
/// @param audiences of which it must name one
/// @param keys address of the issuer's key set (JWKS)
/// @param claims further claims, each by the names that it may have, with the text it must hold: `true` is a boolean
public record JwtTerms(List<String> issuers, List<String> audiences, URI keys, Map<List<String>, String> claims) {
    public JwtTerms {
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
        claims = Map.copyOf(claims);
        if (issuers.isEmpty() || audiences.isEmpty()) {
            throw new IllegalArgumentException("a token needs an issuer and an audience to be held against");
        }
    }
}
