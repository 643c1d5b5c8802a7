package tw.vigil.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The parts of the command that can be judged without a broker.
class PipelineBenchTest {
    @TempDir
    Path folder;

    @Test
    void thePackIsCopiedUntilThereAreAsManyRulesAsAskedFor() throws IOException {
        int rules = PipelineRules.write(folder, 400, List.of("first_seen"));

        assertThat(rules).isBetween(400, 500);
        assertThat(Rules.in(folder).files()).noneMatch(file -> file.path().contains("first_seen"));
        assertThat(Files.exists(folder.resolve("registers/engagements.yml"))).isTrue();
        assertThat(Files.exists(folder.resolve("watch-lists/org_accounts.yml"))).isTrue();
    }

    @Test
    void latenciesAreRanked() {
        var millis = LongStream.rangeClosed(1, 200).boxed().toList().reversed();

        assertThat(Latencies.of(millis)).isEqualTo(new Latencies(200, 101, 199));
        assertThat(Latencies.of(List.of()).count()).isZero();
    }
}
