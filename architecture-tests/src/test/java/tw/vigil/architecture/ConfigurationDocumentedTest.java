package tw.vigil.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever runs a service finds each of its keys in the service's README.
class ConfigurationDocumentedTest {
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(\\s*prefix\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern INTERFACE = Pattern.compile("\\binterface\\s+(\\w+)[^{;]*\\{");
    private static final Pattern KEY = Pattern.compile(
            "((?:@\\w+(?:\\([^)]*\\))?\\s*)*)([\\w.]+(?:<[^;()]*>)?(?:\\s*@\\w+\\s+\\w+)?)\\s+(\\w+)\\(\\)\\s*;");
    private static final Pattern NAME = Pattern.compile("@WithName\\(\\s*\"([^\"]+)\"\\s*\\)");
    private static final Pattern MAP_OF = Pattern.compile("(?:java\\.util\\.)?Map<\\s*String\\s*,\\s*(\\w+)\\s*>");
    private static final Pattern OPTIONAL = Pattern.compile("(?:java\\.util\\.)?Optional<\\s*(\\w+)\\s*>");
    private static final String ANY = "\"<…>\"";

    private final List<Project.TextFile> files = Project.files();

    @Test
    void everyKeyOfAServiceIsInItsReadme() {
        List<String> missing = new ArrayList<>();
        for (Project.TextFile file : files) {
            if (file.path().matches("[^/]+/src/main/java/.*\\.java")) {
                String module = file.path().substring(0, file.path().indexOf('/'));
                String readme = text(module + "/README.md");
                for (String key : keys(file.text())) {
                    if (!mentions(readme, key)) {
                        missing.add(
                                "%s declares the key %s, which %s/README.md does not name: add it to the table there"
                                        .formatted(file, key, module));
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void readsKeysAsTheConfigurationDoes() {
        assertThat(keys("""
                        @ConfigMapping(prefix = "a.b")
                        interface C {
                            /// Not a key: other();
                            @WithDefault("PT1S")
                            Duration maxAge();

                            @WithName("odd")
                            Optional<Path> name();

                            Map<String, Inner> things();

                            Inner inner();

                            Optional<Inner> perhaps();

                            interface Inner {
                                int depth();
                            }
                        }
                        """))
                .containsExactly(
                        "a.b.max-age",
                        "a.b.odd",
                        "a.b.things." + ANY + ".depth",
                        "a.b.inner.depth",
                        "a.b.perhaps.depth");
    }

    @Test
    void aKeyIsNotNamedByALongerOne() {
        assertThat(mentions("| `vigil.poll-all` |", "vigil.poll")).isFalse();
        assertThat(mentions("| `vigil.poll` |", "vigil.poll")).isTrue();
        assertThat(mentions("| `vigil.x.\"<id>\".type` |", "vigil.x." + ANY + ".type"))
                .isTrue();
    }

    @Test
    void theServicesHaveKeys() {
        assertThat(files)
                .filteredOn(file -> file.path().contains("/src/main/java/")
                        && !keys(file.text()).isEmpty())
                .extracting(file -> file.path().substring(0, file.path().indexOf('/')))
                .contains("ingest-service", "evaluator-service", "alert-service");
    }

    private String text(String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .map(Project.TextFile::text)
                .findFirst()
                .orElse("");
    }

    /// A key of a map is any name in angle brackets.
    private static boolean mentions(String readme, String key) {
        String pattern = Pattern.quote(key).replace(ANY, "\\E\"?<[^>]+>\"?\\Q");
        return Pattern.compile("(?<![\\w.-])" + pattern + "(?![\\w-]|\\.\\w)")
                .matcher(readme)
                .find();
    }

    /// The keys of the mappings in a Java file.
    private static List<String> keys(String source) {
        String code = source.replaceAll("(?m)^\\s*//.*$", "");
        List<String> keys = new ArrayList<>();
        Matcher mapping = MAPPING.matcher(code);
        while (mapping.find()) {
            Matcher type = INTERFACE.matcher(code);
            if (type.find(mapping.end())) {
                collect(mapping.group(1), body(code, type.end()), keys);
            }
        }
        return keys;
    }

    private static void collect(String prefix, String body, List<String> keys) {
        Map<String, String> inner = new TreeMap<>();
        String own = body;
        Matcher type = INTERFACE.matcher(own);
        while (type.find()) {
            String innerBody = body(own, type.end());
            inner.put(type.group(1), innerBody);
            own = own.substring(0, type.start()) + own.substring(type.end() + innerBody.length());
            type = INTERFACE.matcher(own);
        }
        Matcher key = KEY.matcher(own);
        while (key.find()) {
            Matcher named = NAME.matcher(key.group(1));
            String name = prefix + "." + (named.find() ? named.group(1) : kebab(key.group(3)));
            Matcher map = MAP_OF.matcher(key.group(2));
            Matcher optional = OPTIONAL.matcher(key.group(2));
            String value = map.matches() ? map.group(1) : optional.matches() ? optional.group(1) : key.group(2);
            String path = map.matches() ? name + "." + ANY : name;
            if (inner.containsKey(value)) {
                collect(path, inner.getOrDefault(value, ""), keys);
            } else {
                keys.add(path);
            }
        }
    }

    /// What lies between the brace before `start` and the one that closes it.
    private static String body(String code, int start) {
        int depth = 1;
        int end = start;
        while (end < code.length() && depth > 0) {
            depth += switch (code.charAt(end)) {
                case '{' -> 1;
                case '}' -> -1;
                default -> 0;
            };
            end++;
        }
        return code.substring(start, Math.max(start, end - 1));
    }

    private static String kebab(String method) {
        return method.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
