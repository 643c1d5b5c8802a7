package tw.vigil.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// The module's resources as its tests see them: from the source folder, so that a file missing in the index is
/// seen.
final class PackFiles {
    static final Path ROOT = Path.of("src/main/resources/tw/vigil/rules");

    private PackFiles() {}

    /// Paths below [#ROOT], sorted, without the index itself.
    static List<String> all() {
        try (var walk = Files.walk(ROOT)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !path.equals("index.txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<RuleFile> rules() {
        return below("packs/", path -> !path.endsWith(".events.yml"));
    }

    static List<RuleFile> proofs() {
        return below("packs/", path -> path.endsWith(".events.yml"));
    }

    static RuleContext context() {
        var watchLists = new HashMap<String, List<String>>();
        for (RuleFile file : below("watch-lists/", _ -> true)) {
            var list = (Map<?, ?>) documents(file.text()).getFirst();
            watchLists.put(
                    String.valueOf(list.get("name")),
                    list(list, "values").stream().map(String::valueOf).toList());
        }
        return new RuleContext(watchLists, below("field-mappings/", _ -> true), below("registers/", _ -> true));
    }

    static Compilation compile() {
        return RuleSet.compile(rules(), context());
    }

    static Set<String> ids(String path, String key) {
        var ids = new TreeSet<String>();
        var register = (Map<?, ?>) documents(text(path)).getFirst();
        for (Object entry : list(register, key)) {
            ids.add(String.valueOf(((Map<?, ?>) entry).get("id")));
        }
        return ids;
    }

    /// The list under a key; absence is a broken file and fails the test.
    static List<?> list(Map<?, ?> map, String key) {
        if (map.get(key) instanceof List<?> list) {
            return list;
        }
        throw new AssertionError("no list '" + key + "' in " + map.keySet());
    }

    static List<Object> documents(String text) {
        var documents = new ArrayList<Object>();
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadAllFromString(text)
                .forEach(documents::add);
        return documents;
    }

    private static List<RuleFile> below(String folder, Predicate<String> wanted) {
        return all().stream()
                .filter(path -> path.startsWith(folder) && wanted.test(path))
                .map(path -> new RuleFile(path, text(path)))
                .toList();
    }
}
