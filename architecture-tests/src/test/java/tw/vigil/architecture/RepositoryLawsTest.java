package tw.vigil.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the repository must not hold, and links that must lead somewhere.
class RepositoryLawsTest {
    // The character classes keep these patterns from finding themselves.
    private static final Pattern OPEN_WORK = Pattern.compile("\\b(TO[D]O|FIX[M]E)\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.}])/(wor[k]|hom[e]/\\w+|User[s]/\\w+|roo[t]/\\.m2)/|\\bC:\\\\User[s]");
    private static final Pattern REGISTRY_HOST = Pattern.compile(
            "\\b(repo1?\\.maven\\.(apache\\.)?org|docker\\.i[o]/|registry-1\\.docker|ghcr\\.i[o]|quay\\.i[o]|gcr\\.i[o]|registry\\.npmj[s]|npmmirro[r]"
                    + "|pypi\\.or[g]|artifactor[y]\\.|nexu[s]\\.)");
    private static final Pattern LINK =
            Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)[^)]*\\)|!\\[[^\\]]*]\\(([^)\\s]+)\\)");

    private final List<Project.TextFile> files = Project.files();

    @Test
    void nothingIsLeftOpen() {
        assertThat(find(OPEN_WORK, "do it now or open an issue; the code is no list of wishes"))
                .isEmpty();
    }

    @Test
    void noFileNamesAMachine() {
        assertThat(find(MACHINE_PATH, "use a path relative to the project, or a temporary folder"))
                .isEmpty();
    }

    @Test
    void noFileNamesARegistry() {
        assertThat(find(REGISTRY_HOST, "each site sets its own registry: name the artifact or image without a host"))
                .isEmpty();
    }

    @Test
    void linksInDocumentsLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Project.TextFile file : files) {
            if (file.path().endsWith(".md")) {
                Matcher link = LINK.matcher(withoutCode(file.text()));
                while (link.find()) {
                    String target = link.group(1) == null ? link.group(2) : link.group(1);
                    if (!leadsSomewhere(file, target)) {
                        broken.add("%s links to %s: no such file or heading; correct the link".formatted(file, target));
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void readsAnchorsAsForgesMakeThem() {
        assertThat(headings("# One two\n## `./vigil up` & 告警 (v1)\n## One two\n"))
                .contains("one-two", "vigil-up--告警-v1", "one-two-1");
    }

    private List<String> find(Pattern pattern, String advice) {
        return files.stream()
                .flatMap(file -> SourceLawsTest.places(file, pattern, advice).stream())
                .toList();
    }

    private boolean leadsSomewhere(Project.TextFile from, String target) {
        if (target.matches("[a-z]+:.*")) {
            return true; // another site; not asked for here
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? Project.ROOT.resolve(from.path())
                : Project.ROOT.resolve(from.path()).resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        if (parts.length == 1 || !file.toString().endsWith(".md")) {
            return true;
        }
        return files.stream()
                .filter(candidate -> Project.ROOT.resolve(candidate.path()).equals(file))
                .anyMatch(candidate -> headings(candidate.text()).contains(parts[1]));
    }

    private static String withoutCode(String markdown) {
        return markdown.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
    }

    private static Set<String> headings(String markdown) {
        Set<String> anchors = new HashSet<>();
        for (String line : markdown.replaceAll("(?s)```.*?```", "").lines().toList()) {
            if (line.matches("#{1,6} .*")) {
                String anchor = line.replaceFirst("#+ +", "")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}\\-_ ]", "")
                        .replace(' ', '-');
                String unique = anchor;
                for (int i = 1; !anchors.add(unique); i++) {
                    unique = anchor + "-" + i;
                }
            }
        }
        return anchors;
    }
}
