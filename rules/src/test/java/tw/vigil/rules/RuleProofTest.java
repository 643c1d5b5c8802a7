package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineRun;

/// Every case of every events file, through the production engine with the whole pack loaded.
class RuleProofTest {
    private static final List<String> TIMES = List.of("eventTime", "stageTimestamp", "time", "timestamp");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RuleSet rules = PackFiles.compile().rules();

    @TestFactory
    Stream<DynamicTest> everyCaseSaysWhatItsRuleDoes() {
        return PackFiles.proofs().stream().flatMap(proof -> {
            var cases = (List<?>) PackFiles.documents(proof.text()).getFirst();
            return cases.stream().map(entry -> {
                var proofCase = (Map<?, ?>) entry;
                return DynamicTest.dynamicTest(
                        proof.path() + ": " + proofCase.get("name"), () -> check(proof, proofCase));
            });
        });
    }

    private void check(RuleFile proof, Map<?, ?> proofCase) throws MalformedEventException, JsonProcessingException {
        var own = idsBeside(proof);
        var fired = new TreeSet<String>();
        var run = new OfflineRun(rules, finding -> fired.add(finding.rule().id()));
        for (OfflineEvent event : events(proofCase)) {
            run.accept(event);
        }
        run.finish();
        fired.retainAll(own);

        assertThat(run.warnings()).isEmpty();
        if (Boolean.TRUE.equals(proofCase.get("fires"))) {
            assertThat(fired).isNotEmpty();
        } else {
            assertThat(fired).isEmpty();
        }
    }

    private static List<String> idsBeside(RuleFile proof) {
        String rulePath = proof.path().replace(".events.yml", ".yml");
        var ids = new ArrayList<String>();
        for (Object document : PackFiles.documents(PackFiles.text(rulePath))) {
            ids.add(String.valueOf(((Map<?, ?>) document).get("id")));
        }
        return ids;
    }

    private static List<OfflineEvent> events(Map<?, ?> proofCase) throws JsonProcessingException {
        String[] source = String.valueOf(proofCase.get("source")).split("\\.", 2);
        var logSource = new LogSource(null, source[0], source[1]);
        int times = proofCase.get("times") instanceof Integer given ? given : 1;
        Duration every = proofCase.get("every") instanceof String text
                ? Duration.parse("PT" + text.toUpperCase(Locale.ROOT))
                : Duration.ZERO;
        var events = new ArrayList<OfflineEvent>();
        for (int round = 0; round < times; round++) {
            for (Object body : PackFiles.list(proofCase, "events")) {
                var event = (Map<?, ?>) body;
                Object time = TIMES.stream()
                        .map(event::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no event time among " + TIMES));
                events.add(new OfflineEvent(
                        "e" + events.size(),
                        Instant.parse(String.valueOf(time)).plus(every.multipliedBy(round)),
                        logSource,
                        JSON.writeValueAsBytes(event)));
            }
        }
        return events;
    }
}
