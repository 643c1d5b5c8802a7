package tw.vigil.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleSet;

/// A raw event of ours from `src/test/resources/normalised` and the OCSF values that rules meet in it.
record NormalisedEvent(LogSource source, String event, SortedMap<String, String> expected) {

    private static final Path EVENTS = Path.of("src/test/resources/normalised");
    private static final RuleSet NO_RULES =
            RuleSet.compile(List.of(), PackFiles.context()).rules();

    byte[] bytes() {
        return event.getBytes(StandardCharsets.UTF_8);
    }

    /// What the view has of the event.
    SortedMap<String, String> normalised() {
        return NO_RULES.normalise(source, bytes());
    }

    static Stream<Path> files() {
        try (var files = Files.list(EVENTS)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param source `product.service` or `category.name`, which is the file's name
    static List<NormalisedEvent> of(String source) {
        return of(EVENTS.resolve(source + ".yml"));
    }

    static List<NormalisedEvent> of(Path file) {
        var name = String.valueOf(file.getFileName()).replace(".yml", "");
        int dot = name.indexOf('.');
        var source = name.startsWith("category.")
                ? new LogSource(name.substring(dot + 1), null, null)
                : new LogSource(null, name.substring(0, dot), name.substring(dot + 1));
        return ((List<?>) document(file))
                .stream().map(entry -> of(source, (Map<?, ?>) entry)).toList();
    }

    /// The one YAML document of a test file.
    static Object document(Path file) {
        try {
            return PackFiles.documents(Files.readString(file)).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NormalisedEvent of(LogSource source, Map<?, ?> entry) {
        var expected = new TreeMap<String, String>();
        ((Map<?, ?>) Objects.requireNonNull(entry.get("expected")))
                .forEach((key, value) -> expected.put(String.valueOf(key), String.valueOf(value)));
        return new NormalisedEvent(source, String.valueOf(entry.get("event")), expected);
    }
}
