package tw.vigil.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyCommandHasHelp() {
        var line = VigilCommand.commandLine();

        line.getSubcommands().keySet().stream()
                .filter(name -> !name.equals("supervise"))
                .forEach(name -> assertThat(execute(name, "--help")).as(name).isZero());
        assertThat(out.toString()).contains("Usage: ./vigil send", "Usage: ./vigil alerts");
    }

    @Test
    void aWrongCallIsToldApartFromAFailure() {
        assertThat(execute("alerts", "close", "A-000001")).isEqualTo(2);
        assertThat(err.toString()).contains("--verdict");
        assertThat(execute("reveal", "vigil:protected:email:x.")).isEqualTo(2);
        assertThat(err.toString()).contains("--reason");
        assertThat(execute("send", "no.such.source", "file.json")).isEqualTo(1);
        assertThat(err.toString()).contains("no.such.source");
        assertThat(execute("quarantine", "replay")).isEqualTo(2);
        assertThat(err.toString()).contains("name records, or --source, or --reason");
        assertThat(execute("verify-digest", "no-such-folder")).isEqualTo(1);
        assertThat(err.toString()).contains("no-such-folder");
    }

    @Test
    void columnsLineUpWithChineseText() {
        var table = new Table("A", "B");
        table.row("期貨", "x");
        table.row("four", "y");
        table.print(new PrintWriter(out, true));

        assertThat(out.toString().lines()).containsExactly("A     B", "期貨  x", "four  y");
    }

    private int execute(String... arguments) {
        return VigilCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
