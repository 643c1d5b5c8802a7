package tw.vigil.ingest.hook.sns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.hook.WebFetch;

/// Whether a certificate is SNS's: its name, its time, and a chain to an authority that is trusted. What SNS publishes
/// is one certificate without its issuer, so the issuer is fetched where the certificate says it lies, from the sites
/// of the authorities that AWS uses and no other; what comes from there proves itself by the chain.
public final class CertificateTrust {
    private static final String ISSUER_ADDRESSES = "1.3.6.1.5.5.7.1.1";
    /// The extension is DER around plain ASCII addresses; nothing but an address of this form is ever read out of it.
    private static final Pattern ISSUER =
            Pattern.compile("http://(?:crt\\.[a-z0-9]{1,16}\\.amazontrust\\.com|cacerts\\.digicert\\.com)"
                    + "/[A-Za-z0-9_-]{1,96}\\.(?:cer|crt)");
    private static final Pattern COMMON_NAME = Pattern.compile("(?i)(?:^|,)CN=([a-z0-9.-]+)(?:,|$)");
    private static final int LARGEST_ISSUER = 16 * 1024;
    private static final int LONGEST_CHAIN = 3;
    private static final int DNS_NAME = 2;

    private final Set<TrustAnchor> authorities;
    private final WebFetch web;

    public CertificateTrust(Collection<X509Certificate> authorities, WebFetch web) {
        this.authorities = Set.copyOf(authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .toList());
        this.web = web;
    }

    /// Reads certificates in PEM.
    public static List<X509Certificate> read(byte[] pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /// When a certificate runs out.
    static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    /// @param names one of which the certificate must bear
    /// @return the first certificate of the PEM
    /// @throws CertificateException when it is not SNS's
    /// @throws IOException when its issuer cannot be fetched now
    X509Certificate check(byte[] pem, Set<String> names, Instant now) throws CertificateException, IOException {
        List<X509Certificate> given = read(pem);
        if (given.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        X509Certificate certificate = given.getFirst();
        certificate.checkValidity(Date.from(now));
        if (!bears(certificate, names)) {
            throw new CertificateException("not the name of SNS");
        }
        var known = new ArrayList<>(given);
        while (!chains(certificate, known, now)) {
            X509Certificate last = known.getLast();
            URI issuer = known.size() >= given.size() + LONGEST_CHAIN ? null : issuerOf(last);
            if (issuer == null) {
                throw new CertificateException("no chain to an authority that is trusted");
            }
            known.addAll(read(web.get(issuer, LARGEST_ISSUER)));
        }
        return certificate;
    }

    private boolean chains(X509Certificate certificate, List<X509Certificate> known, Instant now)
            throws CertificateException {
        var target = new X509CertSelector();
        target.setCertificate(certificate);
        try {
            var parameters = new PKIXBuilderParameters(authorities, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
            parameters.setDate(Date.from(now));
            // the authorities' answers are not asked for: a withdrawn certificate of SNS is one that it stops naming
            parameters.setRevocationEnabled(false);
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    private static @Nullable URI issuerOf(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(ISSUER_ADDRESSES);
        if (extension == null) {
            return null;
        }
        var address = ISSUER.matcher(new String(extension, StandardCharsets.ISO_8859_1));
        return address.find() ? URI.create(address.group()) : null;
    }

    private static boolean bears(X509Certificate certificate, Set<String> names) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            return alternatives.stream()
                    .anyMatch(name -> name.get(0).equals(DNS_NAME) && names.contains(String.valueOf(name.get(1))));
        }
        var common = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
        return common.find() && names.contains(common.group(1));
    }
}
