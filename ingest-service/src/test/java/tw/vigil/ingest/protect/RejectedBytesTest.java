package tw.vigil.ingest.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that are no JSON: they go to quarantine without values, and can be had back.
class RejectedBytesTest {
    private final Protector protector = Workbench.protector();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"idno\": A123456789",
                "{'idno': 'A123456789'}",
                "A123456789",
                "<134>Aug 20 10:15:30 fw1 CEF:0|Acme|WAF|1.2|100|x|8|suser=A123456789 msg=a\\=b",
                "{\"a\":\"\\u0041123456789",
                "q=%41123456789",
                "{\"a\":\"QTEyMzQ1Njc4OQ==",
                "{\"a\":\"{\\\\\"id\\\\\":\\\\\"A123456789"
            })
    void valueIsReplacedInBrokenText(String text) {
        byte[] bytes = Workbench.bytes(text);

        var done = protector.text(bytes);

        assertThat(done.found()).extracting(Found::kind).containsOnly(Kind.NATIONAL_ID);
        assertThat(Workbench.text(done.bytes()))
                .contains("vigil:protected:")
                .doesNotContain("123456789")
                .doesNotContain("QTEyMzQ1");
        assertThat(Workbench.restored(done.bytes())).isEqualTo(bytes);
    }

    @Test
    void otherCharactersThanUtf8AreNoCover() {
        for (Charset charset : new Charset[] {Charset.forName("Big5"), StandardCharsets.ISO_8859_1}) {
            byte[] bytes = "客戶 A123456789 é".getBytes(charset);

            var done = protector.text(bytes);

            assertThat(done.found()).hasSize(1);
            assertThat(Workbench.restored(done.bytes())).isEqualTo(bytes);
        }
    }

    /// The quick look must leave nothing that the close one finds.
    @Test
    void quickLookMissesNothing() {
        var close = Workbench.suspicious();
        var random = new Random(20260820);
        int found = 0;
        for (int i = 0; i < 4_000; i++) {
            String value = ProtectorPropertyTest.VALUES.get(random.nextInt(ProtectorPropertyTest.VALUES.size()));
            String text = ProtectorPropertyTest.encoded(random.nextInt(3) == 0 ? "nothing" : "see " + value, random);
            byte[] bytes = Workbench.bytes("k" + random.nextInt() + '=' + text + (random.nextBoolean() ? "" : "\n."));

            var done = protector.text(bytes);

            assertThat(done.bytes()).as(text).isEqualTo(close.text(bytes).bytes());
            found += done.changed() ? 1 : 0;
        }
        assertThat(found).isBetween(2_000, 3_500);
    }

    @Test
    void arbitraryBytesComeBack() {
        for (int seed = 0; seed < 200; seed++) {
            byte[] bytes = new byte[300];
            new Random(seed).nextBytes(bytes);
            System.arraycopy(Workbench.bytes(" A123456789 "), 0, bytes, seed, 12);

            var done = protector.text(bytes);

            assertThat(done.changed()).as("seed %d", seed).isTrue();
            assertThat(Workbench.restored(done.bytes())).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void wholeRecordCanBeOneToken() {
        byte[] bytes = Workbench.bytes("{\"a\":\"A123456789");

        assertThat(Workbench.restored(protector.whole(bytes, Kind.NATIONAL_ID))).isEqualTo(bytes);
    }
}
