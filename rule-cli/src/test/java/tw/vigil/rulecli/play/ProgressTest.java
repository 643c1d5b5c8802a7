package tw.vigil.rulecli.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void barTellsPartLinesAndTimeLeft() {
        assertThat(Progress.bar(1, 2, 1_234, Duration.ofSeconds(10)))
                .contains("###############...............")
                .contains(" 50 %")
                .contains("1,234 lines")
                .contains("10 s left");
        assertThat(Progress.bar(0, 0, 0, Duration.ZERO)).contains("100 %");
    }

    @Test
    void nothingIsWrittenWithoutATerminalOrInTheFirstSeconds() {
        var written = new StringWriter();

        new Progress(new PrintWriter(written), false).at(1, 2, 3);
        var early = new Progress(new PrintWriter(written), true);
        early.at(1, 2, 3);
        early.end();

        assertThat(written.toString()).isEmpty();
    }

    @Test
    void linesAreFoundAgainByIdentity() {
        var index = new LineIndex();
        for (int i = 1; i <= 20_000; i++) {
            index.put("event-" + i, i);
        }

        for (int i = 1; i <= 20_000; i++) {
            assertThat(index.line("event-" + i, -1)).isEqualTo(i);
        }
        assertThat(index.line("never put", -1)).isEqualTo(-1);
    }
}
