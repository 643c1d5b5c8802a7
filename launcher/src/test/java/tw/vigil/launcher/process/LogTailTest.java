package tw.vigil.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void anEarlierRunComplained() throws Exception {
        log = folder.resolve("alert.log");
        Files.writeString(log, "ERROR of yesterday\n");
    }

    @Test
    void onlyComplaintsOfThisRunAreShownAsText() throws Exception {
        var tail = LogTail.fromNow(log);
        write("""
                {"level":"INFO","message":"chatter"}
                {"level":"ERROR","message":"cannot migrate","exception":{"message":"failed","causedBy":{"exception":{"message":"permission denied"}}}}
                2026-11-23T01:00:00Z [main] WARN broker - slow disk
                plain chatter
                """);

        assertThat(tail.complaints()).isEqualTo("""
                        :
                          ERROR cannot migrate (permission denied)
                          2026-11-23T01:00:00Z [main] WARN broker - slow disk
                        Its log is %s""".formatted(log));
    }

    @Test
    void withoutComplaintsTheLastPlainLinesAreShown() throws Exception {
        var tail = LogTail.fromNow(log);
        write("one\ntwo\nthree\nfour\nfive\nsix\n{\"level\":\"INFO\",\"message\":\"chatter\"}\n");

        assertThat(tail.complaints()).startsWith(":\n  two\n").contains("six").doesNotContain("chatter", "yesterday");
    }

    private void write(String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
