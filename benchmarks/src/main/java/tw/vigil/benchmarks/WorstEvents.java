package tw.vigil.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Events that ask as much as possible of one rule, made from what the rule looks for: all of it, all but one thing
/// (which makes the rule a candidate that has to be asked to the end), and the same in long texts that begin what is
/// looked for again and again.
final class WorstEvents {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONG_TEXT = 4_000;
    private static final Set<String> NO_VALUE = Set.of("exists", "fieldref", "expand");

    private final byte[] template;
    private final Map<String, List<String>> wanted = new LinkedHashMap<>();

    private WorstEvents(byte[] template) {
        this.template = template;
    }

    /// @param template an ordinary event of the rule's source, to which the rule's fields are added
    static List<byte[]> of(String rules, byte[] template) throws IOException {
        var made = new WorstEvents(template);
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(rules)) {
            if (document instanceof Map<?, ?> rule && rule.get("detection") instanceof Map<?, ?> detection) {
                detection.forEach((name, value) -> {
                    if (!name.equals("condition")) {
                        made.collect(value);
                    }
                });
            }
        }
        return made.events();
    }

    private void collect(Object selection) {
        switch (selection) {
            case Map<?, ?> items ->
                items.forEach((key, value) -> {
                    String[] parts = String.valueOf(key).split("\\|", -1);
                    boolean all = List.of(parts).contains("all");
                    boolean bound = List.of(parts).stream().noneMatch(NO_VALUE::contains);
                    List<?> values =
                            value instanceof List<?> list ? list : bound ? List.of(String.valueOf(value)) : List.of();
                    values.stream().limit(all ? 8 : 1).forEach(each -> want(parts[0], String.valueOf(each)));
                });
            case List<?> alternatives -> alternatives.stream().limit(4).forEach(this::collect);
            case String keyword -> want("message", keyword);
            default -> {}
        }
    }

    private void want(String field, String text) {
        wanted.computeIfAbsent(field.isEmpty() ? "message" : field, _ -> new ArrayList<>())
                .add(literal(text));
    }

    /// About what a pattern looks for.
    private static String literal(String text) {
        return text.replace("\\\\", "\\").replace("(?i)", "").replaceAll("[*?^$()\\[\\]]|\\{[0-9,]*}", "");
    }

    private List<byte[]> events() throws IOException {
        List<byte[]> events = new ArrayList<>();
        events.add(event("", false));
        events.add(event("", true));
        for (String missed : wanted.keySet()) {
            events.add(event(missed, false));
            events.add(event(missed, true));
        }
        return events;
    }

    private byte[] event(String missed, boolean longTexts) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(template);
        wanted.forEach((field, texts) -> {
            String whole = String.join(" ", texts);
            String text = field.equals(missed) && !whole.isEmpty() ? whole.substring(0, whole.length() - 1) : whole;
            String begun = whole.isEmpty() ? "-" : whole.substring(0, Math.max(1, whole.length() / 2));
            put(root, field, longTexts ? begun.repeat(LONG_TEXT / begun.length()) + text : text);
        });
        return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode root, String field, String text) {
        ObjectNode at = root;
        String[] names = field.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = at.get(names[i]);
            at = next instanceof ObjectNode object ? object : at.putObject(names[i]);
        }
        at.put(names[names.length - 1], text);
    }
}
