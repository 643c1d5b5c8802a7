package tw.vigil.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Laws on Java sources that class files do not show.
class SourceLawsTest {
    private static final int MAX_LINES = 400;
    private static final Pattern SKIPPED_TEST = Pattern.compile("^\\s*@Disabled\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\(");
    private static final Pattern PREVIEW = Pattern.compile("^import module |^import java\\.lang\\.ScopedValue");

    private final List<Project.TextFile> sources = Project.javaFiles();

    @Test
    void filesAreShort() {
        List<String> tooLong = sources.stream()
                .filter(file -> file.lines().size() > MAX_LINES)
                .map(file -> "%s has %d lines: move one of its jobs to a class of its own"
                        .formatted(file, file.lines().size()))
                .toList();

        assertThat(tooLong).as("Java files over %d lines", MAX_LINES).isEmpty();
    }

    @Test
    void everyPackageOfMainCodeIsNullMarked() {
        TreeMap<String, String> packages = new TreeMap<>();
        for (Project.TextFile file : sources) {
            if (file.path().contains("/src/main/java/")) {
                String folder = file.path().substring(0, file.path().lastIndexOf('/'));
                packages.putIfAbsent(folder, "");
                if (file.path().endsWith("/package-info.java")) {
                    packages.put(folder, file.text());
                }
            }
        }

        List<String> unmarked = packages.entrySet().stream()
                .filter(entry -> !entry.getValue().contains("@NullMarked"))
                .map(entry -> entry.getKey()
                        + ": add a package-info.java with a sentence on the package and @NullMarked before `package`")
                .toList();

        assertThat(unmarked).isEmpty();
    }

    @Test
    void testsNeitherSleepNorAreSwitchedOff() {
        List<String> found = new ArrayList<>();
        for (Project.TextFile file : sources) {
            if (file.path().contains("/src/test/")) {
                found.addAll(places(file, SKIPPED_TEST, "repair or delete the test; it proves nothing like this"));
                found.addAll(places(file, SLEEP, "wait for the condition itself, with Awaitility"));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void codeUsesFinalFeaturesOnly() {
        List<String> found = new ArrayList<>();
        sources.forEach(
                file -> found.addAll(places(file, PREVIEW, "import the classes; pass the value as an argument")));

        assertThat(found).isEmpty();
    }

    static List<String> places(Project.TextFile file, Pattern pattern, String advice) {
        List<String> places = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).find()) {
                places.add("%s:%d  %s  → %s".formatted(file, i + 1, lines.get(i).strip(), advice));
            }
        }
        return places;
    }
}
