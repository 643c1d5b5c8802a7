package tw.vigil.ingest.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.ingest.digest.TrailFixture.Digest;

/// A folder of files, as somebody copies a trail out of its bucket.
class VerifyDigestTest {
    private final TrailFixture trail = new TrailFixture();
    private final List<Digest> digests = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    private Path keys = Path.of("");
    private Path files = Path.of("");
    private int exit;

    @BeforeEach
    void copyTrail() throws IOException {
        keys = Files.createDirectory(folder.resolve("keys"));
        files = Files.createDirectory(folder.resolve("trail"));
        TrailFixture.writeKey(keys);
        digests.add(trail.first(2));
        digests.add(trail.next(1));
        digests.add(trail.next(0));
        for (Digest digest : digests) {
            Files.write(file(digest.key()), digest.gzip());
        }
        for (var file : trail.logFiles.entrySet()) {
            Files.write(file(file.getKey()), TrailFixture.gzip(file.getValue()));
        }
    }

    @Test
    void untouchedFolderIsWellAndOnlyTheLastDigestIsUnproven() throws IOException {
        String said = verify(keys.toString());

        assertThat(exit).isZero();
        assertThat(said)
                .contains("\"verdict\":\"unproven\",\"reason\":\"signature_missing\"")
                .contains(
                        "\"digests\":3,\"digestsProven\":2,\"logFiles\":3,\"logFilesVerified\":3,\"findings\":0,\"unproven\":1");
    }

    @Test
    void metadataProvesTheLastDigest() throws IOException {
        Path last = file(digests.getLast().key());
        Files.writeString(
                last.resolveSibling(last.getFileName() + ".metadata.json"),
                "{\"Metadata\":{\"signature\":\"%s\",\"signature-algorithm\":\"SHA256withRSA\"}}"
                        .formatted(digests.getLast().signature()));

        assertThat(verify(keys.toString())).contains("\"digestsProven\":3").contains("\"unproven\":0");
        assertThat(exit).isZero();
    }

    @Test
    void alteredAndDeletedFilesAreFound() throws IOException {
        var logFiles = List.copyOf(trail.logFiles.keySet());
        Files.write(file(logFiles.get(0)), TrailFixture.gzip("altered".getBytes(StandardCharsets.UTF_8)));
        Files.write(file(logFiles.get(1)), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        Files.delete(file(logFiles.get(2)));

        String said = verify(keys.toString());

        assertThat(exit).isOne();
        assertThat(said)
                .contains("\"reason\":\"log_file_altered\",\"object\":\"logs/" + logFiles.get(0))
                .contains("\"reason\":\"log_file_altered\",\"object\":\"logs/" + logFiles.get(1))
                .contains("\"reason\":\"log_file_missing\",\"object\":\"logs/" + logFiles.get(2))
                .contains("\"findings\":3");
    }

    @Test
    void deletedDigestIsFound() throws IOException {
        Files.delete(file(digests.get(1).key()));

        String said = verify(keys.toString());

        assertThat(exit).isOne();
        assertThat(said)
                .contains("\"reason\":\"digest_missing\"")
                .contains(digests.get(1).key());
    }

    @Test
    void renamedDigestIsFound() throws IOException {
        Path digest = file(digests.getFirst().key());
        Files.move(digest, digest.resolveSibling("x" + digest.getFileName()));

        assertThat(verify(keys.toString())).contains("\"reason\":\"digest_moved\"");
        assertThat(exit).isOne();
    }

    @Test
    void withoutKeysNothingIsProvenAndFilesAreCompared() throws IOException {
        assertThat(verify("-"))
                .contains("\"digestsProven\":0")
                .contains("\"logFilesVerified\":3")
                .contains("key_unknown");
        assertThat(exit).isZero();
    }

    private Path file(String key) {
        return files.resolve(key.substring(key.lastIndexOf('/') + 1));
    }

    private String verify(String keysArgument) throws IOException {
        var out = new ByteArrayOutputStream();
        exit = VerifyDigest.run(
                List.of(keysArgument, files.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
