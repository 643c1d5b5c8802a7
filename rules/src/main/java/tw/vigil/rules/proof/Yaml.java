package tw.vigil.rules.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML 1.2 without type tags, bounded, with duplicate keys refused.
public final class Yaml {
    private static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    private Yaml() {}

    public static LoadSettings settings(String path) {
        return LoadSettings.builder()
                .setLabel(path)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
    }

    /// @throws PackException naming the file when it is no YAML
    public static List<Object> documents(String path, String text) {
        var documents = new ArrayList<Object>();
        try {
            for (Object document : new Load(settings(path)).loadAllFromString(text)) {
                if (document != null) {
                    documents.add(document);
                }
            }
        } catch (YamlEngineException e) {
            throw new PackException(path + ": " + e.getMessage(), e);
        }
        return documents;
    }

    /// @throws PackException when the file does not hold exactly one mapping
    public static Map<?, ?> mapping(String path, String text) {
        var documents = documents(path, text);
        if (documents.size() == 1 && documents.getFirst() instanceof Map<?, ?> map) {
            return map;
        }
        throw new PackException(path + ": one YAML mapping is expected");
    }

    public static String text(Object value) {
        return new Dump(DumpSettings.builder().build()).dumpToString(value);
    }

    /// The strings of a list; other scalars in their text form.
    public static List<String> strings(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return value == null ? List.of() : List.of(value.toString());
        }
        return list.stream().map(String::valueOf).toList();
    }
}
