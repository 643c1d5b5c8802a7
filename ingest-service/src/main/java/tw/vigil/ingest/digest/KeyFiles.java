package tw.vigil.ingest.digest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Public keys in a folder: `*.json` as `aws cloudtrail list-public-keys` prints it, and `<fingerprint>.pem`. A
/// fingerprint that is not known yet makes the folder be read again, so a new key needs no restart.
final class KeyFiles implements PublicKeys {
    private static final long LARGEST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PEM = Pattern.compile("-----(?:BEGIN|END) (?:RSA )?PUBLIC KEY-----|\\s");
    /// SEQUENCE { OID rsaEncryption, NULL }
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private final Path folder;
    private volatile Map<String, PublicKey> keys = Map.of();

    KeyFiles(Path folder) {
        this.folder = folder;
    }

    /// @throws IllegalStateException when a file cannot be read or holds no RSA key; it names the file
    @Override
    public @Nullable PublicKey find(String fingerprint) {
        String wanted = fingerprint.toLowerCase(Locale.ROOT);
        if (!keys.containsKey(wanted)) {
            keys = read();
        }
        return keys.get(wanted);
    }

    private Map<String, PublicKey> read() {
        var read = new HashMap<String, PublicKey>();
        List<Path> files;
        try (var listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException("the folder of public keys cannot be read: " + folder, e);
        }
        for (Path file : files) {
            try {
                read(file, read);
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw new IllegalStateException(
                        file + " holds no RSA public key; accepted are the output of aws cloudtrail list-public-keys"
                                + " (.json) and <fingerprint>.pem",
                        e);
            }
        }
        return Map.copyOf(read);
    }

    private static void read(Path file, Map<String, PublicKey> keys) throws IOException, GeneralSecurityException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".json") && !name.endsWith(".pem")) {
            return;
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IllegalArgumentException("larger than " + LARGEST_BYTES + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (name.endsWith(".pem")) {
            byte[] der = Base64.getDecoder().decode(PEM.matcher(text).replaceAll(""));
            keys.put(
                    name.substring(0, name.length() - ".pem".length()),
                    text.contains("BEGIN RSA PUBLIC KEY") ? ofRsa(der) : ofInfo(der));
            return;
        }
        for (JsonNode key : JSON.readTree(text).path("PublicKeyList")) {
            byte[] der = Base64.getDecoder().decode(key.path("Value").asText());
            keys.put(key.path("Fingerprint").asText().toLowerCase(Locale.ROOT), ofRsa(der));
        }
    }

    /// A key in the form of PKCS #1, in which CloudTrail hands its own out. The JDK reads the form of X.509, which is
    /// the same behind a prefix.
    private static PublicKey ofRsa(byte[] der) throws GeneralSecurityException {
        byte[] bits = element(0x03, new byte[] {0}, der);
        return ofInfo(element(0x30, RSA, bits));
    }

    private static PublicKey ofInfo(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }

    private static byte[] element(int tag, byte[] first, byte[] second) {
        int length = first.length + second.length;
        byte[] element = new byte[4 + length];
        element[0] = (byte) tag;
        element[1] = (byte) 0x82;
        element[2] = (byte) (length >> 8);
        element[3] = (byte) length;
        System.arraycopy(first, 0, element, 4, first.length);
        System.arraycopy(second, 0, element, 4 + first.length, second.length);
        return element;
    }
}
