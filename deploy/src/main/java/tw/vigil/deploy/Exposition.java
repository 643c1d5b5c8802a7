package tw.vigil.deploy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Prometheus text exposition: which series names it has, with which sets of labels.
final class Exposition {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\"\\\\]|\\\\.)*\",?");

    private final Map<String, Set<Set<String>>> labelsByName = new TreeMap<>();

    private Exposition() {}

    static Exposition parse(String text) {
        Exposition exposition = new Exposition();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(exposition::add);
        return exposition;
    }

    private void add(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        Set<String> labels = new TreeSet<>();
        if (end < line.length() && line.charAt(end) == '{') {
            Matcher label = LABEL.matcher(line).region(end + 1, line.length());
            while (label.lookingAt()) {
                labels.add(label.group(1));
                label.region(label.end(), line.length());
            }
        }
        labelsByName
                .computeIfAbsent(line.substring(0, end), _ -> new HashSet<>())
                .add(labels);
    }

    Set<String> names() {
        return labelsByName.keySet();
    }

    Set<Set<String>> labelsOf(String name) {
        return labelsByName.getOrDefault(name, Set.of());
    }
}
