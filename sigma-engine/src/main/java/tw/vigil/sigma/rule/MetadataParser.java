package tw.vigil.sigma.rule;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Entry;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// Reads what all rule documents have in common.
final class MetadataParser {

    private static final int MAX_TITLE = 256;
    private static final int MAX_DESCRIPTION = 65_535;
    private static final String DEFAULT_LEVEL = "medium";
    private static final List<String> LEVELS = List.of("informational", "low", "medium", "high", "critical");
    private static final List<String> STATUSES = List.of("stable", "test", "experimental", "deprecated", "unsupported");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern TAG = Pattern.compile("[a-z0-9_-]+\\.[a-z0-9._-]+");
    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})");
    private static final Set<String> VIGIL_KEYS =
            Set.of("key", "title-zh", "description-zh", "unit", "playbook", "stage");
    private static final List<String> STAGES = List.of("live", Metadata.SHADOW);
    /// Options of correlations; [CorrelationParser] reads them.
    private static final Set<String> CORRELATION_KEYS = Set.of("refire", "suppress", "null-group", "max-groups");

    private static final Set<String> READ =
            Set.of("title", "id", "name", "level", "tags", "description", "falsepositives", "vigil");

    private final Mapping document;
    private final Fields fields;
    private final Problems problems;

    MetadataParser(Mapping document, Problems problems) {
        this.document = document;
        this.fields = new Fields(document, problems);
        this.problems = problems;
    }

    Metadata parse() {
        var sha256 = ContentHash.of(withoutStage(document));
        var name = fields.text("name");
        return new Metadata(
                id(name, sha256),
                name,
                title(),
                oneOf("level", LEVELS, DEFAULT_LEVEL),
                tags(),
                description(),
                fields.texts("falsepositives"),
                vigil(),
                others(),
                sha256,
                document.position());
    }

    private static Mapping withoutStage(Mapping document) {
        var entries = new ArrayList<Entry>();
        for (Entry entry : document.entries()) {
            if (entry.key().text().equals("vigil") && entry.value() instanceof Mapping(var keys, var position)) {
                var kept = keys.stream()
                        .filter(key -> !key.key().text().equals("stage"))
                        .toList();
                if (kept.isEmpty()) {
                    continue;
                }
                entries.add(new Entry(entry.key(), new Mapping(kept, position)));
            } else {
                entries.add(entry);
            }
        }
        return new Mapping(entries, document.position());
    }

    private String title() {
        var title = fields.scalar("title");
        if (title == null || title.text().isBlank()) {
            problems.add(document, "the rule has no title; 'title' is mandatory");
            return "";
        }
        if (title.text().length() > MAX_TITLE) {
            problems.add(title, "the title is longer than " + MAX_TITLE + " characters");
        }
        return title.text();
    }

    private String id(@Nullable String name, String sha256) {
        var id = fields.scalar("id");
        if (id != null) {
            if (!UUID_TEXT.matcher(id.text()).matches()) {
                problems.add(
                        id,
                        "'" + id.text() + "' is no UUID; write for example "
                                + new UUID(0x1a2b3c4d5e6f4a1bL, 0x8c2d3e4f5a6b7c8dL));
            }
            return id.text();
        }
        return name != null
                ? name
                : UUID.nameUUIDFromBytes(sha256.getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private String oneOf(String key, List<String> accepted, String absent) {
        var value = fields.scalar(key);
        if (value == null) {
            return absent;
        }
        if (!accepted.contains(value.text())) {
            problems.add(value, "unknown " + key + " '" + value.text() + "'; accepted: " + String.join(", ", accepted));
        }
        return value.text();
    }

    private List<String> tags() {
        oneOf("status", STATUSES, "");
        for (var key : List.of("date", "modified")) {
            var date = fields.scalar(key);
            if (date != null && !isDate(date.text())) {
                problems.add(date, "'" + key + "' must be a date like 2026-01-31");
            }
        }
        var tags = fields.scalars("tags");
        for (var tag : tags) {
            if (!TAG.matcher(tag.text()).matches()) {
                problems.add(
                        tag,
                        "'" + tag.text() + "' is no tag; write namespace.name in lower case, for example attack.t1078");
            }
        }
        return tags.stream().map(Scalar::text).toList();
    }

    private static boolean isDate(String text) {
        var matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int month = Integer.parseInt(matcher.group(2));
        int day = Integer.parseInt(matcher.group(3));
        return month >= 1
                && month <= 12
                && day >= 1
                && day
                        <= YearMonth.of(Integer.parseInt(matcher.group(1)), month)
                                .lengthOfMonth();
    }

    private @Nullable String description() {
        var description = fields.scalar("description");
        if (description != null && description.text().length() > MAX_DESCRIPTION) {
            problems.add(description, "the description is longer than " + MAX_DESCRIPTION + " characters");
        }
        return description == null ? null : description.text();
    }

    private Map<String, String> vigil() {
        Map<String, String> found = new HashMap<>();
        var vigil = fields.map("vigil");
        if (vigil == null) {
            return found;
        }
        var keys = new Fields(vigil, problems);
        for (var entry : vigil.entries()) {
            var key = entry.key().text();
            if (CORRELATION_KEYS.contains(key)) {
                if (!document.has("correlation")) {
                    problems.add(entry.key(), "'" + key + "' under vigil is an option of correlations only");
                }
                continue;
            }
            if (!VIGIL_KEYS.contains(key)) {
                problems.add(
                        entry.key(),
                        "unknown key '" + key + "' under vigil; accepted: "
                                + Stream.concat(VIGIL_KEYS.stream(), CORRELATION_KEYS.stream())
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
                continue;
            }
            var value = keys.scalar(key);
            if (value == null) {
                continue;
            }
            if (key.equals("stage") && !STAGES.contains(value.text())) {
                problems.add(value, "unknown stage '" + value.text() + "'; accepted: " + String.join(", ", STAGES));
            }
            found.put(key, value.text());
        }
        return found;
    }

    private Map<String, String> others() {
        Map<String, String> found = new HashMap<>();
        for (var entry : document.entries()) {
            if (!READ.contains(entry.key().text())) {
                found.put(entry.key().text(), text(entry.value()));
            }
        }
        return found;
    }

    private static String text(YamlNode node) {
        return node instanceof Scalar s ? (s.kind() == Kind.NULL ? "" : s.text()) : ContentHash.canonical(node);
    }
}
