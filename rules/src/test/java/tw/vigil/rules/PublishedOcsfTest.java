package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The normalised view against the mappings that the OCSF project publishes for the same sources.
///
/// `ocsf-examples.yml` says which raw field or fixed text the published example gives each name; our own events show
/// whether the view has the same, regardless of case. Where it has another on purpose, the page gives the reason.
class PublishedOcsfTest {

    private static final Path PAGE = Path.of("../docs/normalised-view.md");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final JsonMapper JSON = new JsonMapper();
    /// What a published example says of one name: `raw` (a path) or `fixed` (a text).
    record Published(String source, String name, Map<?, ?> value) {
        private Optional<String> in(JsonNode event) {
            var fixed = value.get("fixed");
            return fixed == null ? raw(event) : Optional.of(fixed.toString());
        }

        private Optional<String> raw(JsonNode event) {
            var node = event;
            for (String key :
                    DOT.splitAsStream(String.valueOf(value.get("raw"))).toList()) {
                node = (node.isArray() ? node.path(0) : node).path(key);
            }
            node = node.isArray() ? node.path(0) : node;
            if (node.isMissingNode() || node.isNull()) {
                return Optional.empty();
            }
            return Optional.of(name.equals("time") ? millis(node) : node.asText());
        }

        private static String millis(JsonNode time) {
            return time.isNumber()
                    ? time.asText()
                    : Long.toString(Instant.parse(time.asText()).toEpochMilli());
        }
    }

    /// What the example and the view say of an event that shows the name.
    record Pair(String event, String published, String ours) {}

    private static Stream<Published> same() {
        return published("same");
    }

    private static Stream<Published> differs() {
        return published("differs");
    }

    @ParameterizedTest
    @MethodSource("same")
    void theViewSaysWhatTheExampleSays(Published published) {
        var pairs = pairs(published);
        assertThat(pairs).as("no event of ours shows it").isNotEmpty();
        assertThat(pairs)
                .allSatisfy(pair -> assertThat(pair.ours()).as(pair.event()).isEqualToIgnoringCase(pair.published()));
    }

    @ParameterizedTest
    @MethodSource("differs")
    void aDifferenceIsOneAndHasItsReason(Published published) throws IOException {
        assertThat(pairs(published))
                .anySatisfy(pair -> assertThat(pair.ours()).isNotEqualToIgnoringCase(pair.published()));
        assertThat(Files.readAllLines(PAGE))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("| `" + published.source() + "` | `" + published.name() + "` | ")
                        .hasSizeGreaterThan(80));
    }

    private static List<Pair> pairs(Published published) {
        var pairs = new ArrayList<Pair>();
        for (var event : NormalisedEvent.of(published.source())) {
            published.in(tree(event)).ifPresent(value -> {
                pairs.add(new Pair(event.event(), value, event.normalised().getOrDefault(published.name(), "")));
            });
        }
        return pairs;
    }

    private static Stream<Published> published(String kind) {
        var sources = (Map<?, ?>) NormalisedEvent.document(Path.of("src/test/resources/ocsf-examples.yml"));
        return sources.entrySet().stream().flatMap(source -> {
            var names = (Map<?, ?>) ((Map<?, ?>) source.getValue()).get(kind);
            return names == null
                    ? Stream.empty()
                    : names.entrySet().stream()
                            .map(name -> new Published(
                                    source.getKey().toString(), name.getKey().toString(), (Map<?, ?>) name.getValue()));
        });
    }

    private static JsonNode tree(NormalisedEvent event) {
        try {
            return JSON.readTree(event.event());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(event.event(), e);
        }
    }
}
