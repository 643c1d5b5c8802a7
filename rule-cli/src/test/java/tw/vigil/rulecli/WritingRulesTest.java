package tw.vigil.rulecli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads `docs/writing-rules.md` as a script: a block that begins with `# my-rules/…` is that file, an `sh` block
/// is run, and the block beneath it is what came out.
class WritingRulesTest {
    private static final Path PAGE = Path.of("../docs/writing-rules.md");
    private static final String FOLDER = "my-rules";

    @TempDir
    private Path directory = Path.of("");

    /// To write the outputs anew: `mvn -pl rule-cli -am test -Dtest=WritingRulesTest -Dvigil.docs.write=true`.
    @Test
    void everyCommandOfThePagePrintsWhatThePageShows() throws IOException {
        List<String> written = played(Files.readAllLines(PAGE));
        if (Boolean.getBoolean("vigil.docs.write")) {
            Files.write(PAGE, written);
        }

        assertThat(Files.readAllLines(PAGE)).isEqualTo(written);
        assertThat(String.join("\n", written))
                .contains("did you mean 'additionalEventData.MFAUsed'?")
                .contains("5 cases, 5 passed, 0 failed")
                .contains("condition coverage 100 %");
    }

    /// The page with the outputs of now.
    private List<String> played(List<String> page) throws IOException {
        var written = new ArrayList<String>();
        int at = 0;
        while (at < page.size()) {
            String line = page.get(at);
            written.add(line);
            at++;
            if (!line.startsWith("```")) {
                continue;
            }
            int end = at + page.subList(at, page.size()).indexOf("```");
            List<String> block = page.subList(at, end);
            written.addAll(block);
            written.add("```");
            at = end + 1;
            if (line.equals("```sh")) {
                boolean shown = at + 1 < page.size() && page.get(at + 1).equals("```text");
                written.add("");
                written.add("```text");
                written.addAll(run(block));
                written.add("```");
                at += shown ? 2 + page.subList(at + 1, page.size()).indexOf("```") : 0;
            } else if (block.getFirst().startsWith("# " + FOLDER)) {
                write(block);
            }
        }
        return written;
    }

    private void write(List<String> block) throws IOException {
        Path file = directory.resolve(block.getFirst().substring(2));
        Files.createDirectories(file.getParent());
        Files.write(file, block.subList(1, block.size()));
    }

    private List<String> run(List<String> commands) throws IOException {
        var printed = new ArrayList<String>();
        for (String command : commands) {
            String[] words = command.split(" ", -1);
            if (words[0].equals("sed")) {
                Path file = directory.resolve(words[3]);
                String[] change = words[2].split("/", -1);
                Files.writeString(file, Files.readString(file).replace(change[1], change[2]));
                continue;
            }
            assertThat(command).startsWith("./vigil rules ");
            var arguments = new ArrayList<String>();
            for (String word : List.of(words).subList(2, words.length)) {
                arguments.add(word.startsWith(FOLDER) ? directory + "/" + word : word);
            }
            Run run = Run.of(arguments.toArray(String[]::new));
            assertThat(run.exit()).as(command + "\n" + run.err()).isLessThan(2);
            for (String line : (run.err() + run.out()).lines().toList()) {
                printed.add(line.replace(directory + "/", "")
                        .replaceAll("in \\d+ s:", "in 0 s:")
                        .stripTrailing());
            }
        }
        return printed;
    }
}
