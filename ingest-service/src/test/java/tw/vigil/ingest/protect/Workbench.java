package tw.vigil.ingest.protect;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A protector with keys of its own.
final class Workbench {
    private static final Keys KEYS = keys();

    static final ValueTokens TOKENS = new ValueTokens(KEYS.values());
    static final Fingerprints FINGERPRINTS = new Fingerprints(KEYS.fingerprints());

    private Workbench() {}

    static Protector protector() {
        return protector(Set.of("firm.example"), List.of(), Set.of());
    }

    static Protector protector(Set<String> orgDomains, List<String> accounts, Set<String> benign) {
        List<Pattern> own = accounts.stream().map(Pattern::compile).toList();
        return new Protector(new Suspicion(own), Detectors.all(orgDomains, own), TOKENS, FINGERPRINTS, benign);
    }

    /// One that looks closely at everything.
    static Protector suspicious() {
        var everything = new Suspicion(List.of(Pattern.compile("(?s)^")));
        return new Protector(
                everything, Detectors.all(Set.of("firm.example"), List.of()), TOKENS, FINGERPRINTS, Set.of());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The record with every token replaced by what it stands for.
    static byte[] restored(byte[] record) {
        String text = new String(record, StandardCharsets.ISO_8859_1);
        var out = new ByteArrayOutputStream();
        var matcher = ValueTokens.FORM.matcher(text);
        int done = 0;
        while (matcher.find()) {
            var revealed = TOKENS.reveal(matcher.group());
            if (revealed == null) {
                continue;
            }
            int quotes = revealed.number() ? 1 : 0;
            out.writeBytes(text.substring(done, matcher.start() - quotes).getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(revealed.bytes());
            done = matcher.end() + quotes;
        }
        out.writeBytes(text.substring(done).getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static Keys keys() {
        try {
            Path folder = Files.createTempDirectory("vigil-keys");
            try {
                Keys.makeMissing(folder);
                return Keys.in(folder);
            } finally {
                Files.deleteIfExists(folder.resolve(Keys.VALUES));
                Files.deleteIfExists(folder.resolve(Keys.FINGERPRINTS));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeysetHandle keyset(Path file) throws Exception {
        return TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(file), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    }
}
