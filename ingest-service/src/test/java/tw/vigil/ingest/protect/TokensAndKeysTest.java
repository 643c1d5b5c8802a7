package tw.vigil.ingest.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensAndKeysTest {
    private static final byte[] VALUE = Workbench.bytes("A123456789");

    @TempDir
    Path folder;

    @Test
    void tokenIsTheSameForTheSameValueAndKindOnly() {
        String token = Workbench.TOKENS.token(Kind.NATIONAL_ID, VALUE, false);

        assertThat(token)
                .matches("vigil:protected:national_id:[A-Za-z0-9_-]+\\.")
                .isEqualTo(Workbench.TOKENS.token(Kind.NATIONAL_ID, VALUE, false))
                .isNotEqualTo(Workbench.TOKENS.token(Kind.SECRET, VALUE, false))
                .isNotEqualTo(Workbench.TOKENS.token(Kind.NATIONAL_ID, VALUE, true));
    }

    @Test
    void tokenGivesItsValueBackWithAndWithoutItsDot() {
        String token = Workbench.TOKENS.token(Kind.PAYMENT_CARD, Workbench.bytes("4111111111111111"), true);

        for (String form : new String[] {token, token.substring(0, token.length() - 1)}) {
            assertThat(Workbench.TOKENS.reveal(form)).satisfies(revealed -> {
                assertThat(revealed.text()).isEqualTo("4111111111111111");
                assertThat(revealed.kind()).isEqualTo("payment_card");
                assertThat(revealed.number()).isTrue();
                assertThat(revealed.toString()).doesNotContain("4111");
            });
        }
    }

    @Test
    void changedTokenIsNone() {
        String token = Workbench.TOKENS.token(Kind.NATIONAL_ID, VALUE, false);

        assertThat(Workbench.TOKENS.reveal(token.replace("national_id", "resident_id")))
                .isNull();
        assertThat(Workbench.TOKENS.reveal(token.replaceFirst("(?<=_id:....)..", "zz")))
                .isNull();
        assertThat(Workbench.TOKENS.reveal("vigil:protected:national_id:A123456789A123456789."))
                .isNull();
        assertThat(Workbench.TOKENS.reveal("A123456789")).isNull();
    }

    @Test
    void valueDisguisedAsATokenIsFound() {
        byte[] record = Workbench.bytes("{\"a\":\"vigil:protected:national_id:A123456789-00000000000000.\"}");

        assertThat(Workbench.text(Workbench.protector().json(record).bytes())).doesNotContain("A123456789");
    }

    @Test
    void oldKeyStillOpensAfterARotation() throws Exception {
        Keys.makeMissing(folder);
        String token = new ValueTokens(Keys.in(folder).values()).token(Kind.NATIONAL_ID, VALUE, false);

        Path file = folder.resolve(Keys.VALUES);
        KeysetHandle rotated = KeysetHandle.newBuilder(Workbench.keyset(file))
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedDeterministicAeadParameters.AES256_SIV)
                        .withRandomId()
                        .makePrimary())
                .build();
        Files.writeString(
                file,
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        rotated, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
        var tokens = new ValueTokens(Keys.in(folder).values());

        assertThat(tokens.token(Kind.NATIONAL_ID, VALUE, false)).isNotEqualTo(token);
        assertThat(tokens.reveal(token))
                .satisfies(revealed -> assertThat(revealed.bytes()).isEqualTo(VALUE));
    }

    @Test
    void keysAreMadeOnceForTheirOwnerOnly() throws Exception {
        Keys.makeMissing(folder.resolve("keys"));
        String values = Files.readString(folder.resolve("keys").resolve(Keys.VALUES));

        Keys.makeMissing(folder.resolve("keys"));

        for (String name : new String[] {Keys.VALUES, Keys.FINGERPRINTS}) {
            Path file = folder.resolve("keys").resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(folder.resolve("keys").resolve(Keys.VALUES)))
                .isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cr3t", "{\"key\":\"s3cr3t\"}"})
    void brokenKeysetIsNamedAndNotQuoted(String content) throws Exception {
        Keys.makeMissing(folder);
        Files.writeString(folder.resolve(Keys.VALUES), content);

        assertThatThrownBy(() -> Keys.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Keys.VALUES)
                .hasNoCause()
                .message()
                .doesNotContain("s3cr3t");
    }

    @Test
    void missingKeysetIsNamed() {
        assertThatThrownBy(() -> Keys.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Keys.VALUES);
    }
}
