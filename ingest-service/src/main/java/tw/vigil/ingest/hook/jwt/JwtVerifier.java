package tw.vigil.ingest.hook.jwt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.WebFetch;

/// Verifies tokens against an issuer's published keys. The keys are kept for an hour, fetched again when a token names
/// one that is not among them, and used for a day longer when they cannot be fetched.
public final class JwtVerifier {
    public enum Result {
        VALID,
        /// Signed by a key of the issuer, and expired, or for somebody else.
        NOT_FOR_US,
        /// No token at all, or one that no key of the issuer signed.
        FORGED,
        /// The keys cannot be fetched, so nothing can be said.
        KEYS_AWAY
    }

    private static final Set<Integer> CLAIMS = Set.of(
            ErrorCodes.EXPIRED,
            ErrorCodes.EXPIRATION_MISSING,
            ErrorCodes.EXPIRATION_TOO_FAR_IN_FUTURE,
            ErrorCodes.NOT_YET_VALID,
            ErrorCodes.ISSUED_AT_MISSING,
            ErrorCodes.ISSUED_AT_INVALID_FUTURE,
            ErrorCodes.ISSUED_AT_INVALID_PAST,
            ErrorCodes.ISSUER_MISSING,
            ErrorCodes.ISSUER_INVALID,
            ErrorCodes.AUDIENCE_MISSING,
            ErrorCodes.AUDIENCE_INVALID);
    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final JwtConsumer consumer;
    private final Map<List<String>, String> claims;

    /// @param refreshAtMost how often an unknown key may cause the key set to be fetched
    public JwtVerifier(JwtTerms terms, WebFetch web, Duration refreshAtMost) {
        var keys = new HttpsJwks(terms.keys().toString());
        keys.setSimpleHttpGet(location -> new FetchedKeys(web, location));
        keys.setDefaultCacheDuration(Duration.ofHours(1).toSeconds());
        keys.setRetainCacheOnErrorDuration(Duration.ofDays(1).toSeconds());
        keys.setRefreshReprieveThreshold(refreshAtMost.toMillis());
        claims = terms.claims();
        consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setExpectedIssuers(true, terms.issuers().toArray(String[]::new))
                .setExpectedAudience(terms.audiences().toArray(String[]::new))
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(
                        CLOCK_SKEW_SECONDS, (int) Duration.ofDays(1).toSeconds())
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    /// @param token of the header Authorization
    public Result verify(@Nullable String token) {
        if (token == null || token.length() > LONGEST_TOKEN) {
            return Result.FORGED;
        }
        try {
            return holds(consumer.processToClaims(token)) ? Result.VALID : Result.NOT_FOR_US;
        } catch (InvalidJwtException e) {
            if (causedByFetch(e)) {
                return Result.KEYS_AWAY;
            }
            return signed(e) ? Result.NOT_FOR_US : Result.FORGED;
        }
    }

    /// Claims are judged only once the signature holds.
    private static boolean signed(InvalidJwtException e) {
        return e.getErrorDetails().stream().allMatch(detail -> CLAIMS.contains(detail.getErrorCode()));
    }

    private boolean holds(JwtClaims token) {
        return claims.entrySet().stream()
                .allMatch(claim -> claim.getKey().stream()
                        .anyMatch(name -> claim.getValue().equals(String.valueOf(token.getClaimValue(name)))));
    }

    private static boolean causedByFetch(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
