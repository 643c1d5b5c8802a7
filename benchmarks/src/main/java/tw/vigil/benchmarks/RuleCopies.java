package tw.vigil.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tw.vigil.sigma.RuleFile;

/// Makes many rules of a few: each copy looks for literals of its own, under the same fields and the same event source,
/// as the rules of one cloud do. Correlations are not copied, nor rules whose literals cannot be told apart.
final class RuleCopies {
    /// Values under these modifiers are no free text.
    private static final Set<String> NOT_TEXT =
            Set.of("cidr", "expand", "gt", "gte", "lt", "lte", "exists", "fieldref");

    /// All rules of one cloud service share its event source.
    private static final Set<String> SHARED_FIELDS = Set.of("eventSource", "objectRef.resource", "verb");

    private RuleCopies() {}

    /// The files themselves and `copies - 1` further versions of each.
    static List<RuleFile> of(List<RuleFile> files, int copies) {
        List<RuleFile> all = new ArrayList<>(files);
        for (RuleFile file : files) {
            for (int copy = 1; copy < copies; copy++) {
                String text = copyOf(file.text(), copy);
                if (!text.isEmpty()) {
                    all.add(new RuleFile(file.path().replace(".yml", "-" + copy + ".yml"), text));
                }
            }
        }
        return all;
    }

    private static String copyOf(String text, int number) {
        List<Object> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            if (!(document instanceof Map<?, ?> rule) || !(rule.get("detection") instanceof Map<?, ?> detection)) {
                return "";
            }
            Object copied = renamed(detection, number);
            if (copied.equals(detection)) {
                return "";
            }
            Map<Object, Object> copy = new LinkedHashMap<>(rule);
            copy.put("detection", copied);
            copy.put("title", rule.get("title") + " " + number);
            copy.put(
                    "id",
                    UUID.nameUUIDFromBytes((rule.get("id") + "/" + number).getBytes(StandardCharsets.UTF_8))
                            .toString());
            copy.computeIfPresent("name", (_, name) -> name + "_" + number);
            documents.add(copy);
        }
        return new Dump(DumpSettings.builder().build()).dumpAllToString(documents.iterator());
    }

    private static Map<Object, Object> renamed(Map<?, ?> detection, int number) {
        Map<Object, Object> copy = new LinkedHashMap<>();
        detection.forEach((name, value) -> copy.put(name, name.equals("condition") ? value : value(value, number)));
        return copy;
    }

    private static Object value(Object value, int number) {
        return switch (value) {
            case Map<?, ?> fields -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                fields.forEach(
                        (field, item) -> copy.put(field, isText(String.valueOf(field)) ? value(item, number) : item));
                yield copy;
            }
            case List<?> items ->
                items.stream().map(item -> value(item, number)).toList();
            case String text when !text.isEmpty() -> text + "X" + number;
            case null -> "";
            default -> value;
        };
    }

    private static boolean isText(String field) {
        String[] parts = field.split("\\|", -1);
        for (int i = 1; i < parts.length; i++) {
            if (NOT_TEXT.contains(parts[i])) {
                return false;
            }
        }
        return !SHARED_FIELDS.contains(parts[0]);
    }
}
