package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WatchedFolderIT extends IngestStand {
    @ConfigProperty(name = "vigil.ingest.watch-dir")
    Path root = Path.of("");

    private Path inbox = Path.of("");

    @BeforeEach
    void findInbox() {
        inbox = root.resolve("aws.cloudtrail");
        awaitFile(inbox.resolve("done"));
    }

    @Test
    void fileIsTakenAndMovedToDone() throws IOException {
        drop(
                "trail.json.gz",
                Samples.gzip("{\"Records\":[" + Samples.cloudTrail("f1") + "," + Samples.cloudTrail("f2") + "]}"));

        awaitFile(inbox.resolve("done/trail.json.gz"));
        var records = events.read(2);
        assertThat(records).extracting(record -> record.key()).containsExactlyInAnyOrder("f1", "f2");
        assertThat(traceId(records.getFirst())).hasSize(32).isEqualTo(traceId(records.getLast()));
    }

    @Test
    void secondFileOfTheSameNameDoesNotReplaceTheFirst() throws IOException {
        drop("twice.jsonl", Samples.cloudTrail("t1").getBytes(StandardCharsets.UTF_8));
        awaitFile(inbox.resolve("done/twice.jsonl"));

        drop("twice.jsonl", Samples.cloudTrail("t2").getBytes(StandardCharsets.UTF_8));

        awaitFile(inbox.resolve("done/1-twice.jsonl"));
        assertThat(Files.readString(inbox.resolve("done/twice.jsonl"))).contains("t1");
    }

    @Test
    void unreadableFileIsMovedToFailedWithTheReason() throws IOException {
        drop("bad.log", "not an event\n".getBytes(StandardCharsets.UTF_8));

        awaitFile(inbox.resolve("failed/bad.log.reason.txt"));
        assertThat(inbox.resolve("failed/bad.log")).exists();
        assertThat(Files.readString(inbox.resolve("failed/bad.log.reason.txt"))).contains("line 1: not_json");
        assertThat(quarantine.read(1)).extracting(IngestStand::value).containsExactly("not an event");
    }

    @Test
    void partlyReadableFileIsDone() throws IOException {
        drop("part.jsonl", (Samples.cloudTrail("p1") + "\nbad\n").getBytes(StandardCharsets.UTF_8));

        awaitFile(inbox.resolve("done/part.jsonl"));
        assertThat(events.read(1)).hasSize(1);
        assertThat(quarantine.read(1)).hasSize(1);
    }

    private void drop(String name, byte[] content) throws IOException {
        Path hidden = Files.write(inbox.resolve("." + name), content);
        Files.move(hidden, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String traceId(ConsumerRecord<String, byte[]> record) {
        return Objects.requireNonNull(headers(record).get("traceparent")).substring(3, 35);
    }

    private static void awaitFile(Path file) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> Files.exists(file));
    }
}
