package tw.vigil.ingest.hook.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.ingest.hook.KnownWeb;

class CertificateTrustTest {
    private static final Set<String> NAMES = SigningNames.of("eu-west-1");
    private static final Certificates ROOT = Certificates.authority("Root of the test");
    private static final Certificates BETWEEN = ROOT.intermediate("Issuer of the test");
    private static final String ISSUER = "http://crt.r2m04.amazontrust.com/r2m04.cer";

    private final Instant month = Instant.now().plus(Duration.ofDays(30));
    private final KnownWeb web = new KnownWeb();
    private final CertificateTrust trust = new CertificateTrust(List.of(ROOT.certificate()), web);

    @ParameterizedTest
    @ValueSource(strings = {"sns.amazonaws.com", "sns.eu-west-1.amazonaws.com", "sns-signing.eu-west-1.amazonaws.com"})
    void certificateOfSnsHolds(String name) throws Exception {
        var certificate = ROOT.host(name);

        assertThat(trust.check(certificate.pem(), NAMES, Instant.now())).isEqualTo(certificate.certificate());
        assertThat(web.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "sns.amazonaws.com.evil.example", "s3.amazonaws.com", "*.amazonaws.com"})
    void anotherNameDoesNot(String name) {
        assertThatThrownBy(() -> trust.check(ROOT.host(name).pem(), NAMES, Instant.now()))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void strangersCertificateDoesNot() {
        var stranger = Certificates.authority("Root of the test").host("sns.amazonaws.com");

        assertThatThrownBy(() -> trust.check(stranger.pem(), NAMES, Instant.now()))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("chain");
    }

    @Test
    void hostsCertificateIssuesNone() {
        var certificate = ROOT.host("sns.amazonaws.com").host("sns.amazonaws.com");

        assertThatThrownBy(() -> trust.check(certificate.pem(), NAMES, Instant.now()))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void certificateHoldsInItsTimeOnly() {
        var certificate = ROOT.host("sns.amazonaws.com");

        assertThatThrownBy(() -> trust.check(certificate.pem(), NAMES, month.plus(Duration.ofDays(1))))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> trust.check(certificate.pem(), NAMES, month.minus(Duration.ofDays(61))))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void issuerIsFetchedWhereTheCertificateSays() throws Exception {
        var certificate = BETWEEN.host("sns.amazonaws.com", month, ISSUER);
        web.with(ISSUER, BETWEEN.certificate().getEncoded());

        assertThat(trust.check(certificate.pem(), NAMES, Instant.now())).isEqualTo(certificate.certificate());
        assertThat(web.asked()).containsExactly(ISSUER);
    }

    @Test
    void issuerInTheSameFileIsEnough() throws Exception {
        var both = new ByteArrayOutputStream();
        both.write(BETWEEN.host("sns.amazonaws.com").pem());
        both.write(BETWEEN.pem());

        trust.check(both.toByteArray(), NAMES, Instant.now());

        assertThat(web.asked()).isEmpty();
    }

    @Test
    void issuerThatIsAwayDecidesNothing() {
        var certificate = BETWEEN.host("sns.amazonaws.com", month, ISSUER);

        assertThatThrownBy(() -> trust.check(certificate.pem(), NAMES, Instant.now()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void issuersThatPointAtEachOtherEnd() throws Exception {
        var stranger = Certificates.authority("Nobody").host("sns.amazonaws.com", month, ISSUER);
        web.with(ISSUER, stranger.certificate().getEncoded());

        assertThatThrownBy(() -> trust.check(stranger.pem(), NAMES, Instant.now()))
                .isInstanceOf(CertificateException.class);
        assertThat(web.asked()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest.cer",
        "http://crt.r2m04.amazontrust.com.evil.example/a.cer",
        "http://crt.r2m04.amazontrust.com@evil.example/a.cer",
        "http://crt.r2m04.amazontrust.com:8080/a.cer",
        "http://crt.r2m04.amazontrust.com/a.exe",
        "file:///etc/a.cer"
    })
    void noOtherAddressIsCalledForAnIssuer(String address) {
        var certificate = BETWEEN.host("sns.amazonaws.com", month, address);

        assertThatThrownBy(() -> trust.check(certificate.pem(), NAMES, Instant.now()))
                .isInstanceOf(CertificateException.class);
        assertThat(web.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void whatIsNoCertificateDoesNotHold(String pem) {
        assertThatThrownBy(() -> trust.check(pem.getBytes(StandardCharsets.UTF_8), NAMES, Instant.now()))
                .isInstanceOf(CertificateException.class);
    }
}
