package tw.vigil.ingest.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    private final TrailFixture trail = new TrailFixture();

    @TempDir
    Path folder = Path.of("");

    @Test
    void readsWhatTheCommandOfTheVendorPrints() throws IOException {
        Files.writeString(
                folder.resolve("eu-west-1.json"),
                "{\"PublicKeyList\":[{\"Value\":\"%s\",\"Fingerprint\":\"%s\",\"ValidityStartTime\":\"2026-01-01T00:00:00Z\"}]}"
                        .formatted(Base64.getEncoder().encodeToString(trail.pkcs1()), TrailFixture.FINGERPRINT));

        assertThat(new KeyFiles(folder).find(TrailFixture.FINGERPRINT)).isEqualTo(trail.keys.getPublic());
    }

    @Test
    void readsPemOfEitherForm() throws IOException {
        pem("aa.pem", "RSA PUBLIC KEY", trail.pkcs1());
        pem("bb.pem", "PUBLIC KEY", trail.keys.getPublic().getEncoded());

        var keys = new KeyFiles(folder);

        assertThat(keys.find("AA")).isEqualTo(trail.keys.getPublic());
        assertThat(keys.find("bb")).isEqualTo(trail.keys.getPublic());
        assertThat(keys.find("cc")).isNull();
    }

    @Test
    void keyThatComesLaterIsFoundWithoutARestart() throws IOException {
        var keys = new KeyFiles(folder);
        assertThat(keys.find("aa")).isNull();

        pem("aa.pem", "PUBLIC KEY", trail.keys.getPublic().getEncoded());

        assertThat(keys.find("aa")).isNotNull();
    }

    @Test
    void fileThatIsNoKeyIsNamed() throws IOException {
        Files.writeString(folder.resolve("aa.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");

        assertThatThrownBy(() -> new KeyFiles(folder).find("aa")).hasMessageContaining("aa.pem");
    }

    private void pem(String name, String kind, byte[] der) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind));
    }
}
