package tw.vigil.ingest.digest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A copy of a trail in files: digests and log files under their own names, in any folders. A file holds no object
/// metadata, so the signature of a digest is taken from `<file>.metadata.json` (what `aws s3api head-object` prints)
/// where
/// there is one, and else from the digest that follows it; only the last one of a chain then stays without.
final class TrailFolder {
    /// @param findings what is wrong
    /// @param unproven what can be neither proven nor refuted
    record Verdict(List<TrailFinding> findings, List<TrailFinding> unproven, ObjectNode sums) {
        boolean isWell() {
            return findings.isEmpty();
        }

        List<String> lines() {
            var lines = new ArrayList<String>();
            findings.forEach(finding -> lines.add(line(finding, "broken")));
            unproven.forEach(finding -> lines.add(line(finding, "unproven")));
            lines.add(sums.toString());
            return lines;
        }

        private static String line(TrailFinding finding, String verdict) {
            return JSON.createObjectNode()
                    .put("verdict", verdict)
                    .put("reason", finding.kind().label())
                    .put("object", finding.path())
                    .put("digest", finding.digest())
                    .put("account", finding.account())
                    .put("says", finding.detail())
                    .toString();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    private record ReadDigest(
            TrailObject object, byte[] content, @Nullable DigestFile digest) {
        Instant end() {
            return digest == null ? Instant.EPOCH : digest.end();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "_CloudTrail-Digest_";
    private static final String METADATA = ".metadata.json";
    private static final Instant NOW = Instant.EPOCH;

    private final DigestChains chains;
    private final List<TrailFinding> findings = new ArrayList<>();

    TrailFolder(PublicKeys keys) {
        chains = new DigestChains(keys, Duration.ZERO, Integer.MAX_VALUE);
    }

    Verdict verify(List<Path> files) throws IOException {
        var digests = new ArrayList<ReadDigest>();
        var logFiles = new HashMap<String, Path>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(METADATA)) {
                continue;
            }
            if (name.contains(DIGEST)) {
                digests.add(read(file));
            } else {
                logFiles.put(name, file);
            }
        }
        digests.sort(Comparator.comparing(ReadDigest::end));
        Map<String, String> signatures = signatures(digests, files);
        for (ReadDigest read : digests) {
            String signature = signatures.get(read.object().path());
            findings.addAll(chains.digest(read.object(), read.content(), signature, NOW));
        }
        int vouched = compare(digests, logFiles);
        findings.addAll(chains.missing(NOW.plusSeconds(1)));
        return verdict(digests.size(), vouched);
    }

    private static ReadDigest read(Path file) throws IOException {
        byte[] content = Files.size(file) > DigestContent.LARGEST_BYTES ? new byte[0] : Files.readAllBytes(file);
        String name = file.getFileName().toString();
        try {
            DigestFile digest = DigestFile.read(DigestContent.plain(content));
            int bucketEnd = digest.path().indexOf('/');
            String key = digest.path().substring(bucketEnd + 1);
            boolean itself = key.endsWith("/" + name) || key.endsWith("/" + name + ".gz");
            return new ReadDigest(
                    new TrailObject("", digest.path().substring(0, bucketEnd), itself ? key : name), content, digest);
        } catch (UnreadableDigestException _) {
            return new ReadDigest(new TrailObject("", "", name), content, null);
        }
    }

    private static Map<String, String> signatures(List<ReadDigest> digests, List<Path> files) throws IOException {
        var signatures = new HashMap<String, String>();
        for (ReadDigest read : digests) {
            DigestFile.Link previous =
                    read.digest() == null ? null : read.digest().previous();
            if (previous != null) {
                signatures.put(previous.path(), previous.signature());
            }
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(METADATA)) {
                JsonNode signature =
                        JSON.readTree(file.toFile()).path("Metadata").path("signature");
                String of = "/" + name.substring(0, name.length() - METADATA.length());
                digests.stream()
                        .map(read -> read.object().path())
                        .filter(path -> path.endsWith(of) && signature.isTextual())
                        .forEach(path -> signatures.put(path, signature.asText()));
            }
        }
        return signatures;
    }

    private int compare(List<ReadDigest> digests, Map<String, Path> logFiles) throws IOException {
        int vouched = 0;
        for (ReadDigest read : digests) {
            List<DigestFile.LogFile> named =
                    read.digest() == null ? List.of() : read.digest().logFiles();
            vouched += named.size();
            for (DigestFile.LogFile file : named) {
                String name = file.path().substring(file.path().lastIndexOf('/') + 1);
                Path there = logFiles.getOrDefault(name, logFiles.get(name.replaceFirst("\\.gz$", "")));
                if (there != null) {
                    int bucketEnd = file.path().indexOf('/');
                    var object = new TrailObject(
                            "", file.path().substring(0, bucketEnd), file.path().substring(bucketEnd + 1));
                    findings.addAll(chains.logFile(object, hash(there)));
                }
            }
        }
        return vouched;
    }

    private Verdict verdict(int digests, int vouched) {
        var unproven = findings.stream()
                .filter(finding ->
                        finding.kind() == TrailBreak.KEY_UNKNOWN || finding.kind() == TrailBreak.SIGNATURE_MISSING)
                .toList();
        var broken = new ArrayList<>(findings);
        broken.removeAll(unproven);
        ObjectNode sums = JSON.createObjectNode()
                .put("verdict", broken.isEmpty() ? "well" : "broken")
                .put("digests", digests)
                .put("digestsProven", chains.verified())
                .put("logFiles", vouched)
                .put("logFilesVerified", chains.logFiles().verified())
                .put("findings", broken.size())
                .put("unproven", unproven.size());
        return new Verdict(broken, unproven, sums);
    }

    /// Of the uncompressed content; a file that cannot be unzipped has the hash of what could be.
    private static String hash(Path file) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        try (var raw = new BufferedInputStream(Files.newInputStream(file));
                var hashed = new DigestInputStream(unzipped(raw), sha256)) {
            hashed.transferTo(OutputStream.nullOutputStream());
        } catch (EOFException | ZipException _) {
            sha256.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static InputStream unzipped(BufferedInputStream raw) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return gzip ? new GZIPInputStream(raw) : raw;
    }
}
