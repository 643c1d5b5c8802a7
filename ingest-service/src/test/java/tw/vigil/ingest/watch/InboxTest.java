package tw.vigil.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Duration SETTLE = Duration.ofSeconds(2);

    @TempDir
    Path folder = Path.of("");

    private Inbox inbox = new Inbox(folder, SETTLE);

    @BeforeEach
    void open() throws IOException {
        inbox = new Inbox(folder, SETTLE);
        inbox.open();
    }

    @Test
    void oldFileIsCompleteAtOnce() throws IOException {
        Path file = write("a.json", "{}", NOW.minusSeconds(60));

        assertThat(inbox.complete(NOW)).containsExactly(file);
    }

    @Test
    void growingFileIsLeftAlone() throws IOException {
        Path file = write("a.jsonl", "{}", NOW);
        assertThat(inbox.complete(NOW)).isEmpty();

        write("a.jsonl", "{}\n{}", NOW.plusSeconds(2));
        assertThat(inbox.complete(NOW.plusSeconds(3))).isEmpty();

        assertThat(inbox.complete(NOW.plusSeconds(5))).containsExactly(file);
    }

    /// A sender's clock may be ahead of ours.
    @Test
    void fileFromTheFutureIsCompleteOnceItRests() throws IOException {
        Path file = write("a.log", "{}", NOW.plusSeconds(3600));

        assertThat(inbox.complete(NOW)).isEmpty();
        assertThat(inbox.complete(NOW.plusSeconds(2))).containsExactly(file);
    }

    @Test
    void onlyVisibleFilesOfKnownEndingsCount() throws IOException {
        Instant old = NOW.minusSeconds(60);
        write(".hidden.json", "{}", old);
        write("a.tmp", "{}", old);
        write("a.json.part", "{}", old);
        Files.createDirectory(folder.resolve("folder.json"));
        Path outside = write("outside", "{}", old);
        Files.createSymbolicLink(folder.resolve("link.json"), outside);
        Path volume = Files.createDirectory(folder.resolve("..2026_08_20_10_00_00.1"));
        Files.writeString(volume.resolve("mounted.json"), "{}");
        Files.createSymbolicLink(folder.resolve("..data"), volume.getFileName());
        Path gzip = write("B.JSON.GZ", "", old);

        assertThat(inbox.complete(NOW)).containsExactly(gzip);
    }

    @Test
    void endingTellsLinesFromAnythingElse() {
        assertThat(Inbox.holdsLines(Path.of("a.jsonl"))).isTrue();
        assertThat(Inbox.holdsLines(Path.of("a.log"))).isTrue();
        assertThat(Inbox.holdsLines(Path.of("a.jsonl.gz"))).isTrue();
        assertThat(Inbox.holdsLines(Path.of("a.json"))).isFalse();
        assertThat(Inbox.holdsLines(Path.of("a.json.gz"))).isFalse();
        assertThat(Inbox.holdsLines(Path.of("my.log.json"))).isFalse();
    }

    @Test
    void failedFileLiesBesideItsReason() throws IOException {
        Path file = write("a.json", "x", NOW);

        inbox.failed(file, "why\n");

        assertThat(folder.resolve("failed/a.json")).hasContent("x");
        assertThat(folder.resolve("failed/a.json.reason.txt")).hasContent("why\n");
        assertThat(file).doesNotExist();
    }

    private Path write(String name, String content, Instant modified) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
