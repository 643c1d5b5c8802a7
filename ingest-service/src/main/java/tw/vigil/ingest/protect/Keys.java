package tw.vigil.ingest.protect;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/// The keysets in a folder: `values.json` (AES-SIV) seals values, `fingerprints.json` (HMAC-SHA256) names them. Both
/// are
/// Tink keysets in JSON: of several keys the primary one seals, every one opens.
final class Keys {
    static final String VALUES = "values.json";
    static final String FINGERPRINTS = "fingerprints.json";

    private final DeterministicAead values;
    private final Mac fingerprints;

    private Keys(DeterministicAead values, Mac fingerprints) {
        this.values = values;
        this.fingerprints = fingerprints;
    }

    /// @throws IOException when a keyset is missing or none; it is named
    static Keys in(Path folder) throws IOException {
        try {
            DeterministicAeadConfig.register();
            MacConfig.register();
            return new Keys(
                    read(folder.resolve(VALUES)).getPrimitive(RegistryConfiguration.get(), DeterministicAead.class),
                    read(folder.resolve(FINGERPRINTS)).getPrimitive(RegistryConfiguration.get(), Mac.class));
        } catch (GeneralSecurityException e) {
            throw new IOException("no usable keyset in " + folder + ": " + e.getMessage(), e);
        }
    }

    /// Makes the keysets that are missing, each readable by its owner only.
    static void makeMissing(Path folder) throws IOException {
        try {
            DeterministicAeadConfig.register();
            MacConfig.register();
            Files.createDirectories(folder);
            make(folder.resolve(VALUES), PredefinedDeterministicAeadParameters.AES256_SIV);
            make(folder.resolve(FINGERPRINTS), PredefinedMacParameters.HMAC_SHA256_128BITTAG);
        } catch (GeneralSecurityException e) {
            throw new IOException("no keyset can be made in " + folder, e);
        }
    }

    DeterministicAead values() {
        return values;
    }

    Mac fingerprints() {
        return fingerprints;
    }

    private static KeysetHandle read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("there is no keyset " + file + " that can be read");
        }
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            // the cause may quote the file
            throw new IOException(file + " is no Tink keyset in JSON");
        }
    }

    private static void make(Path file, Parameters parameters) throws IOException, GeneralSecurityException {
        if (Files.exists(file)) {
            return;
        }
        String keyset = TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(parameters, RegistryConfiguration.get()),
                RegistryConfiguration.get(),
                InsecureSecretKeyAccess.get());
        // written aside and moved, so that a cut-short start never leaves half a key
        Path aside = Files.createTempFile(
                file.resolveSibling("."),
                ".new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, keyset);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "Keys";
    }
}
