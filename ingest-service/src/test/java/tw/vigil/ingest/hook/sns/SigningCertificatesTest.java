package tw.vigil.ingest.hook.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.hook.KnownWeb;

class SigningCertificatesTest {
    private static final String REGION = "eu-west-1";
    private static final String BASE = "https://sns.eu-west-1.amazonaws.com/";
    private static final Certificates ROOT = Certificates.authority("Root of the test");
    private static final Certificates SNS = ROOT.host("sns.amazonaws.com");

    private final KnownWeb web = new KnownWeb().with(BASE + "a.pem", SNS.pem());
    private Instant now = Instant.now();
    private final SigningCertificates certificates =
            new SigningCertificates(web, new CertificateTrust(List.of(ROOT.certificate()), web), () -> now);

    @Test
    void certificateIsFetchedOnceADay() throws Exception {
        key("a");
        key("a");
        assertThat(web.asked()).hasSize(1);

        now = now.plus(Duration.ofHours(25));
        assertThat(key("a")).isTrue();
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void certificateThatRunsOutIsNotKeptLonger() throws Exception {
        web.with(
                BASE + "short.pem",
                ROOT.host("sns.amazonaws.com", now.plus(Duration.ofMinutes(10)), null)
                        .pem());
        assertThat(key("short")).isTrue();

        now = now.plus(Duration.ofMinutes(11));
        assertThat(key("short")).isFalse();
    }

    @Test
    void whatDoesNotHoldIsNotFetchedAgainAtOnce() throws Exception {
        web.with(
                BASE + "bad.pem",
                Certificates.authority("Nobody").host("sns.amazonaws.com").pem());

        assertThat(key("bad")).isFalse();
        assertThat(key("bad")).isFalse();
        assertThat(web.asked()).hasSize(1);

        now = now.plus(Duration.ofMinutes(2));
        assertThat(key("bad")).isFalse();
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void whatCannotBeFetchedIsTriedAgain() throws Exception {
        web.without(BASE + "a.pem");
        assertThatThrownBy(() -> key("a")).isInstanceOf(IOException.class);

        web.with(BASE + "a.pem", SNS.pem());
        assertThat(key("a")).isTrue();
    }

    @Test
    void manyBadAddressesDoNotPushOutAGoodOne() throws Exception {
        key("a");
        for (int i = 0; i < 200; i++) {
            web.with(BASE + "bad" + i + ".pem", "no certificate".getBytes(StandardCharsets.UTF_8));
            assertThat(key("bad" + i)).isFalse();
        }
        int asked = web.asked().size();

        assertThat(key("a")).isTrue();
        assertThat(web.asked()).hasSize(asked);
    }

    private boolean key(String name) throws IOException {
        return certificates.key(URI.create(BASE + name + ".pem"), REGION) != null;
    }
}
