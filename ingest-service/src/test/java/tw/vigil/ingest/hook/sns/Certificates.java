package tw.vigil.ingest.hook.sns;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// An authority of the test's own, and what it issues.
public final class Certificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final AlgorithmParameterSpec CURVE = new ECGenParameterSpec("secp256r1");
    private static final AlgorithmParameterSpec RSA = new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);

    private final X509Certificate certificate;
    private final PrivateKey key;

    private Certificates(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    public static Certificates authority(String name) {
        return issue(null, new Wanted("CN=" + name, in30Days(), null, null), CURVE);
    }

    public static X509Certificate selfSigned(String subject) {
        return issue(null, new Wanted(subject, in30Days(), "self.example", null), CURVE).certificate;
    }

    /// An authority below this one.
    Certificates intermediate(String name) {
        return issue(this, new Wanted("CN=" + name, in30Days(), null, null), CURVE);
    }

    /// A certificate for a host.
    public Certificates host(String name) {
        return host(name, in30Days(), null);
    }

    /// A certificate for a host that signs as SNS does.
    public Certificates signer(String name) {
        return issue(this, new Wanted("CN=" + name, in30Days(), name, null), RSA);
    }

    /// @param issuerAt where the issuer's certificate is said to lie
    Certificates host(String name, Instant until, @Nullable String issuerAt) {
        return issue(this, new Wanted("CN=" + name, until, name, issuerAt), CURVE);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PrivateKey key() {
        return key;
    }

    /// A key of RSA that was written down.
    public static PrivateKey read(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] pem() {
        try {
            return ("-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant in30Days() {
        return Instant.now().plus(Duration.ofDays(30));
    }

    /// @param host null for an authority
    private record Wanted(
            String subject,
            Instant until,
            @Nullable String host,
            @Nullable String issuerAt) {}

    /// @param issuer null when it signs itself
    private static Certificates issue(@Nullable Certificates issuer, Wanted wanted, AlgorithmParameterSpec kind) {
        try {
            var generator = KeyPairGenerator.getInstance(kind == RSA ? "RSA" : "EC");
            generator.initialize(kind);
            KeyPair keys = generator.generateKeyPair();
            var subject = new X500Principal(wanted.subject());
            var builder = new JcaX509v3CertificateBuilder(
                    issuer == null ? subject : issuer.certificate.getSubjectX500Principal(),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(wanted.until().minus(Duration.ofDays(60))),
                    Date.from(wanted.until()),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wanted.host() == null));
            if (wanted.host() != null) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, wanted.host())));
            }
            if (wanted.issuerAt() != null) {
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(
                                AccessDescription.id_ad_caIssuers,
                                new GeneralName(GeneralName.uniformResourceIdentifier, wanted.issuerAt())));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer == null ? keys.getPrivate() : issuer.key);
            return new Certificates(
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
