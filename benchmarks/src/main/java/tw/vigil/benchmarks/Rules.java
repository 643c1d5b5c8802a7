package tw.vigil.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;

/// Rule files and what they refer to, from the built-in pack or from a folder.
record Rules(List<RuleFile> files, RuleContext context) {
    private static final String BUILT_IN = "/tw/vigil/rules/";

    Rules {
        files = List.copyOf(files);
    }

    static Rules builtIn() throws IOException {
        return of(builtInTexts());
    }

    /// Without the rule files whose path contains one of these texts.
    Rules without(List<String> texts) {
        return new Rules(
                files.stream()
                        .filter(file -> texts.stream().noneMatch(file.path()::contains))
                        .toList(),
                context);
    }

    /// By path.
    static Map<String, String> builtInTexts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String path :
                resource("index.txt").lines().filter(line -> !line.isBlank()).toList()) {
            texts.put(path, resource(path));
        }
        return texts;
    }

    /// Every `.yml` and `.yaml` file under a folder. Below `field-mappings/` lie mappings, below `watch-lists/` lists,
    /// below `registers/` registers; all else is a rule, save the event files that prove rules.
    static Rules in(Path folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                texts.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
        return of(texts);
    }

    private static Rules of(Map<String, String> texts) {
        List<RuleFile> rules = new ArrayList<>();
        List<RuleFile> mappings = new ArrayList<>();
        List<RuleFile> registers = new ArrayList<>();
        Map<String, List<String>> watchLists = new LinkedHashMap<>();
        texts.forEach((path, text) -> {
            if (!path.matches(".*\\.ya?ml") || path.matches(".*\\.events\\.ya?ml|(clauses|playbooks)\\.yml")) {
                return;
            }
            if (path.startsWith("field-mappings/")) {
                mappings.add(new RuleFile(path, text));
            } else if (path.startsWith("registers/")) {
                registers.add(new RuleFile(path, text));
            } else if (path.startsWith("watch-lists/")) {
                addWatchList(text, watchLists);
            } else {
                rules.add(new RuleFile(path, text));
            }
        });
        return new Rules(rules, new RuleContext(watchLists, mappings, registers));
    }

    private static void addWatchList(String text, Map<String, List<String>> watchLists) {
        if (new Load(LoadSettings.builder().build()).loadFromString(text) instanceof Map<?, ?> list
                && list.get("values") instanceof List<?> values) {
            watchLists.put(
                    String.valueOf(list.get("name")),
                    values.stream().map(String::valueOf).toList());
        }
    }

    private static String resource(String path) throws IOException {
        try (InputStream stream = Rules.class.getResourceAsStream(BUILT_IN + path)) {
            if (stream == null) {
                throw new IOException("the built-in rule pack lacks " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
