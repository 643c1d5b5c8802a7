package tw.vigil.ingest.digest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A trail as CloudTrail would write it, signed with a key of the test's own.
public final class TrailFixture {
    public static final String BUCKET = "logs";
    static final String ACCOUNT = "111122223333";
    static final String FINGERPRINT = "31e8b5433410dfb61a9dc45cc65b22ff";
    static final Instant BEGIN = Instant.parse("2026-08-20T09:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// @param json uncompressed
    @SuppressWarnings("ArrayRecordComponent") // goes into a store of objects; nobody compares digests
    public record Digest(String key, Instant end, byte[] json, String signature) {
        public TrailObject object() {
            return new TrailObject("aws.cloudtrail", BUCKET, key);
        }

        public byte[] gzip() {
            return TrailFixture.gzip(json);
        }

        Digest with(String found, String replacement) {
            String changed = new String(json, StandardCharsets.UTF_8).replace(found, replacement);
            return new Digest(key, end, changed.getBytes(StandardCharsets.UTF_8), signature);
        }
    }

    private static final KeyPair KEYS = newKeys();

    final KeyPair keys;
    public final Map<String, byte[]> logFiles = new LinkedHashMap<>();
    private @Nullable Digest last;
    private int hour;
    private String name = "main";

    public TrailFixture() {
        this(KEYS);
    }

    TrailFixture(KeyPair keys) {
        this.keys = keys;
    }

    static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PublicKeys publicKeys() {
        return fingerprint -> fingerprint.equals(FINGERPRINT) ? keys.getPublic() : null;
    }

    /// The digest of the next hour, which vouches for so many new log files.
    public Digest next(int files) {
        return next(files, last);
    }

    /// A first digest: the trail was off before.
    public Digest first(int files) {
        return next(files, null);
    }

    private Digest next(int files, @Nullable Digest previous) {
        Instant start = BEGIN.plus(Duration.ofHours(hour++));
        Instant end = start.plus(Duration.ofHours(1));
        String key = key(end);
        ObjectNode json = JSON.createObjectNode();
        json.put("awsAccountId", ACCOUNT);
        json.put("digestStartTime", start.toString());
        json.put("digestEndTime", end.toString());
        json.put("digestS3Bucket", BUCKET);
        json.put("digestS3Object", key);
        json.put("digestPublicKeyFingerprint", FINGERPRINT);
        json.put("digestSignatureAlgorithm", "SHA256withRSA");
        json.put("newestEventTime", end.toString());
        json.put("oldestEventTime", start.toString());
        json.put("previousDigestS3Bucket", previous == null ? null : BUCKET);
        json.put("previousDigestS3Object", previous == null ? null : previous.key());
        json.put("previousDigestHashValue", previous == null ? null : Hashes.sha256(previous.json()));
        json.put("previousDigestHashAlgorithm", previous == null ? null : "SHA-256");
        json.put("previousDigestSignature", previous == null ? null : previous.signature());
        var list = json.putArray("logFiles");
        for (int i = 0; i < files; i++) {
            String logKey =
                    "AWSLogs/111122223333/CloudTrail/eu-west-1/%s/111122223333_CloudTrail_eu-west-1_%s_%s%d.json.gz"
                            .formatted(DAY.format(end), STAMP.format(end), name, i);
            byte[] content =
                    ("{\"Records\":[{\"eventID\":\"" + hour + "-" + i + "\"}]}").getBytes(StandardCharsets.UTF_8);
            logFiles.put(logKey, content);
            list.addObject()
                    .put("s3Bucket", BUCKET)
                    .put("s3Object", logKey)
                    .put("hashValue", Hashes.sha256(content))
                    .put("hashAlgorithm", "SHA-256")
                    .put("newestEventTime", end.toString())
                    .put("oldestEventTime", start.toString());
        }
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        String signed = end + "\n" + BUCKET + "/" + key + "\n" + Hashes.sha256(bytes) + "\n"
                + (previous == null ? "null" : previous.signature());
        last = new Digest(key, end, bytes, sign(signed));
        return last;
    }

    String sign(String text) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The public key in the form of PKCS #1, as CloudTrail hands it out: what X.509 wraps.
    byte[] pkcs1() {
        byte[] x509 = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(x509, 24, x509.length);
    }

    /// Another trail than those of other tests.
    public TrailFixture named(String other) {
        name = other;
        return this;
    }

    /// Writes the public key as an operator would.
    public static void writeKey(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(FINGERPRINT + ".pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(KEYS.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    public static String sha256(byte[] content) {
        return Hashes.sha256(content);
    }

    private String key(Instant end) {
        return "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/%s/111122223333_CloudTrail-Digest_eu-west-1_%s_eu-west-1_%s.json.gz"
                .formatted(DAY.format(end), name, STAMP.format(end));
    }

    static byte[] gzip(byte[] content) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
