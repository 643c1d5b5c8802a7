package tw.vigil.ingest.hook.sns;

import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.WebFetch;

/// The certificates that SNS signs with, fetched once and kept. As anybody can name addresses of certificates, few are
/// fetched at a time and few are kept, and one that did not hold is not fetched again for a minute.
public final class SigningCertificates {
    private static final int MOST_KEPT = 64;
    private static final int MOST_AT_A_TIME = 4;
    private static final int LARGEST = 64 * 1024;
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private record Kept(@Nullable PublicKey key, Instant until) {}

    private final WebFetch web;
    private final CertificateTrust trust;
    private final InstantSource clock;
    private final Semaphore fetching = new Semaphore(MOST_AT_A_TIME);
    private final Map<URI, Kept> kept = new LinkedHashMap<>();

    public SigningCertificates(WebFetch web, CertificateTrust trust, InstantSource clock) {
        this.web = web;
        this.trust = trust;
        this.clock = clock;
    }

    /// The key of the certificate at an address of SNS, or null when the certificate there does not hold.
    ///
    /// @throws IOException when it cannot be fetched now
    @Nullable
    PublicKey key(URI address, String region) throws IOException {
        Kept known = known(address);
        if (known != null) {
            return known.key();
        }
        if (!fetching.tryAcquire()) {
            throw new IOException("too many certificates are being fetched");
        }
        try {
            return keep(address, judge(web.get(address, LARGEST), region)).key();
        } finally {
            fetching.release();
        }
    }

    private Kept judge(byte[] pem, String region) throws IOException {
        Instant now = clock.instant();
        try {
            X509Certificate certificate = trust.check(pem, SigningNames.of(region), now);
            Instant end = CertificateTrust.end(certificate);
            return new Kept(certificate.getPublicKey(), end.isBefore(now.plus(KEPT)) ? end : now.plus(KEPT));
        } catch (CertificateException _) {
            return new Kept(null, now.plus(REFUSED));
        }
    }

    private synchronized @Nullable Kept known(URI address) {
        Kept known = kept.get(address);
        return known != null && clock.instant().isBefore(known.until()) ? known : null;
    }

    private synchronized Kept keep(URI address, Kept judged) {
        kept.remove(address);
        if (kept.size() >= MOST_KEPT) {
            // one that did not hold goes before one that did, else the oldest
            URI first = kept.entrySet().stream()
                    .filter(entry -> entry.getValue().key() == null)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(kept.keySet().iterator().next());
            kept.remove(first);
        }
        kept.put(address, judged);
        return judged;
    }
}
