package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tw.vigil.rulecli.fields.Spelling;

/// What only shows when rules are seen beside each other, and with their watch-lists.
final class PackChecks {
    private static final Pattern PLACEHOLDER = Pattern.compile("%([A-Za-z0-9_.-]+)%");

    private final LintInput input;
    private final Report report;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> titles = new HashMap<>();
    private final Map<String, String> contents = new HashMap<>();
    private final TreeSet<String> used = new TreeSet<>();

    PackChecks(LintInput input, Report report) {
        this.input = input;
        this.report = report;
    }

    void check() {
        for (RuleDocument document : input.documents()) {
            taken(document, "id", document.key("id"), ids, Check.W113);
            taken(document, "key", document.below("vigil", "key"), keys, Check.W113);
            taken(document, "title", document.key("title"), titles, Check.W114);
            same(document);
            watchLists(document);
            if (document.isFilter()) {
                filter(document);
            }
        }
        input.pack().watchLists().forEach((name, values) -> {
            if (used.contains(name) && new HashSet<>(values).size() < values.size()) {
                report.add(Check.W407, "watch-lists/" + name + ".yml", 1, 1, "a value is in " + name + " twice");
            }
        });
        portListsInStep();
    }

    private void taken(
            RuleDocument document, String what, @Nullable Node node, Map<String, String> known, Check check) {
        String value = RuleDocument.text(node);
        if (value == null || node == null) {
            return;
        }
        String other =
                known.putIfAbsent(value.toLowerCase(Locale.ROOT), document.file() + ":" + RuleDocument.lineOf(node));
        if (other != null) {
            report.add(check, document, node, what + " " + value + " is used in " + other + " too");
        }
    }

    private void same(RuleDocument document) {
        Node detection = document.key("detection");
        if (detection == null || document.has("action")) {
            return;
        }
        String content = document.logSource() + Canonical.of(detection);
        String other = contents.putIfAbsent(content, document.file() + ":" + document.line());
        if (other != null) {
            report.add(Check.W408, document, detection, "detects the same as " + other);
        }
    }

    private void watchLists(RuleDocument document) {
        for (DetectionItem item : document.items()) {
            if (!item.has("expand")) {
                continue;
            }
            for (ScalarNode value : item.values()) {
                Matcher matcher = PLACEHOLDER.matcher(value.getValue());
                while (matcher.find()) {
                    String name = matcher.group(1);
                    used.add(name);
                    List<String> values = input.pack().watchLists().get(name);
                    if (values != null && values.isEmpty()) {
                        report.add(
                                Check.W406, document, value, "watch-list " + name + " is empty, so nothing is in it");
                    }
                }
            }
        }
    }

    private void filter(RuleDocument filter) {
        var names = new ArrayList<String>();
        input.documents().forEach(document -> names.addAll(document.names()));
        for (ScalarNode rule : RuleDocument.scalars(filter.below("filter", "rules"))) {
            String name = rule.getValue();
            if (name.equals("any")) {
                continue;
            }
            if (!names.contains(name)) {
                report.add(
                        Check.W321,
                        filter,
                        rule,
                        "no rule has the id or name '" + name + "'" + Spelling.hint(name, names));
                continue;
            }
            boolean applies = input.documents().stream()
                    .filter(document ->
                            document.isDetection() && document.names().contains(name))
                    .anyMatch(document -> filter.logSource().contains(document.logSource()));
            if (!applies) {
                report.add(Check.W323, filter, rule, "the filter's log source is not the one of '" + name + "'");
            }
        }
    }

    /// `approved_port_pairs` spells each of `approved_ports` as CloudTrail writes it; a port that stands in one
    /// list only is not approved.
    private void portListsInStep() {
        var lists = input.pack().watchLists();
        var ports = new TreeSet<>(lists.getOrDefault("approved_ports", List.of()));
        var pairs = new TreeSet<String>();
        for (String pair : lists.getOrDefault("approved_port_pairs", List.of())) {
            pairs.add(pair.split(",", -1)[0]);
        }
        if (!pairs.equals(ports)) {
            report.add(
                    Check.W118,
                    "watch-lists/approved_port_pairs.yml",
                    1,
                    1,
                    "says " + pairs + ", but approved_ports says " + ports);
        }
    }
}
