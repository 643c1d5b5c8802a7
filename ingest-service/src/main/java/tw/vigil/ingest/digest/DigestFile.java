package tw.vigil.ingest.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a CloudTrail digest file says.
///
/// @param endTime `digestEndTime` as it is written, for the signature is over the text
/// @param path bucket and key that it says it lies at
/// @param previous the digest before it; null in the first one after log file validation was switched on
record DigestFile(
        String account,
        Instant start,
        Instant end,
        String endTime,
        String path,
        String fingerprint,
        @Nullable Link previous,
        List<LogFile> logFiles) {

    /// @param hash hex SHA-256 of its uncompressed content
    record Link(String path, String hash, String signature) {}

    /// @param hash hex SHA-256 of its uncompressed content
    record LogFile(String path, String hash) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern NAME = Pattern.compile("(.+)/\\d{4}/\\d{2}/\\d{2}/(.+)_\\d{8}T\\d{6}Z\\.json\\.gz");
    private static final String ALGORITHM = "SHA256withRSA";
    private static final String HASH = "SHA-256";

    DigestFile {
        logFiles = List.copyOf(logFiles);
    }

    /// What all digests of one trail, account and region have in common in their names.
    String chain() {
        Matcher name = NAME.matcher(path);
        return name.matches() ? name.group(1) + "/" + name.group(2) : path;
    }

    /// The same, for keeping in mind: what it vouches for is kept elsewhere.
    DigestFile withoutLogFiles() {
        return new DigestFile(account, start, end, endTime, path, fingerprint, previous, List.of());
    }

    /// The text that CloudTrail signs.
    ///
    /// @param contentHash lower-case hex SHA-256 of this file's uncompressed content
    String signed(String contentHash) {
        return endTime + "\n" + path + "\n" + contentHash + "\n" + (previous == null ? "null" : previous.signature());
    }

    /// @throws UnreadableDigestException when it is none; the message says what is wrong and quotes nothing
    static DigestFile read(byte[] plain) throws UnreadableDigestException {
        JsonNode json;
        try {
            json = JSON.readTree(plain);
        } catch (JsonProcessingException _) {
            throw new UnreadableDigestException("it is no JSON document");
        } catch (IOException _) {
            throw new UnreadableDigestException("it cannot be read as JSON");
        }
        expect(json, "digestSignatureAlgorithm", ALGORITHM);
        String endTime = text(json, "digestEndTime");
        return new DigestFile(
                text(json, "awsAccountId"),
                time(json, "digestStartTime"),
                time(json, "digestEndTime"),
                endTime,
                text(json, "digestS3Bucket") + "/" + text(json, "digestS3Object"),
                text(json, "digestPublicKeyFingerprint"),
                previous(json),
                logFiles(json));
    }

    private static @Nullable Link previous(JsonNode json) throws UnreadableDigestException {
        if (json.path("previousDigestS3Object").isNull()
                && json.path("previousDigestSignature").isNull()) {
            return null;
        }
        expect(json, "previousDigestHashAlgorithm", HASH);
        return new Link(
                text(json, "previousDigestS3Bucket") + "/" + text(json, "previousDigestS3Object"),
                hash(json, "previousDigestHashValue"),
                text(json, "previousDigestSignature"));
    }

    private static List<LogFile> logFiles(JsonNode json) throws UnreadableDigestException {
        JsonNode files = json.path("logFiles");
        if (!files.isArray()) {
            throw new UnreadableDigestException("it has no array logFiles");
        }
        var read = new ArrayList<LogFile>(files.size());
        for (JsonNode file : files) {
            expect(file, "hashAlgorithm", HASH);
            read.add(new LogFile(text(file, "s3Bucket") + "/" + text(file, "s3Object"), hash(file, "hashValue")));
        }
        return read;
    }

    private static String text(JsonNode json, String field) throws UnreadableDigestException {
        String text = json.path(field).asText("");
        if (text.isEmpty() || json.path(field).isNull()) {
            throw new UnreadableDigestException("it has no " + field);
        }
        return text;
    }

    private static String hash(JsonNode json, String field) throws UnreadableDigestException {
        return text(json, field).toLowerCase(Locale.ROOT);
    }

    private static Instant time(JsonNode json, String field) throws UnreadableDigestException {
        try {
            return Instant.parse(text(json, field));
        } catch (DateTimeException _) {
            throw new UnreadableDigestException(field + " is no RFC 3339 time");
        }
    }

    private static void expect(JsonNode json, String field, String value) throws UnreadableDigestException {
        if (!text(json, field).equals(value)) {
            throw new UnreadableDigestException(field + " is not " + value);
        }
    }
}
