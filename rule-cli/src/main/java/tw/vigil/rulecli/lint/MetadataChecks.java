package tw.vigil.rulecli.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tw.vigil.rulecli.fields.Spelling;

/// What a rule says of itself. What only correlations refer to, and filters, need no metadata of their own.
final class MetadataChecks implements Family {
    private static final Set<String> UNITS =
            Set.of("SOC", "SEC", "IT", "DEV", "CGU", "FIN", "BIZ", "LEG", "AUD", "DPO", "VND", "RSK");
    private static final Set<String> KEYS = Set.of(
            "title",
            "id",
            "name",
            "related",
            "taxonomy",
            "status",
            "description",
            "license",
            "author",
            "references",
            "date",
            "modified",
            "fields",
            "falsepositives",
            "level",
            "tags",
            "scope",
            "logsource",
            "detection",
            "correlation",
            "filter",
            "expectation",
            "baseline",
            "vigil",
            "action",
            "generate",
            "sigma-version");
    private static final Set<String> EMPTY_WORDS = Set.of("unknown", "none", "n/a", "no", "-", "unlikely");
    private static final Pattern SLASHED =
            Pattern.compile("(\\d{4})/(\\d{1,2})/(\\d{1,2})|(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern EXACT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int LONG_TITLE = 100;

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        spelling(document, report);
        title(document, report);
        dates(document, report);
        related(document, report);
        id(document, report);
        String id = RuleDocument.text(document.key("id"));
        boolean speaks = (id == null || !input.silent().contains(id)) && !document.isFilter();
        if (speaks && !document.has("action")) {
            required(document, report);
            vigil(document, input, report);
        }
    }

    private static void id(RuleDocument document, Report report) {
        if (document.isFilter() || document.has("action") || RuleDocument.text(document.key("id")) != null) {
            return;
        }
        RuleDocument.Entry title = document.keys().get("title");
        Edit edit = null;
        if (title != null && !document.has("id") && RuleDocument.columnOf(title.key()) == 1) {
            int start = document.start(title.key());
            edit = new Edit(start, start, "id: " + UUID.randomUUID() + "\n");
        }
        report.add(Check.W101, document, document.key("id"), "no id; give the rule a UUID of its own", edit);
    }

    private static void required(RuleDocument document, Report report) {
        if (RuleDocument.text(document.key("description")) == null) {
            report.add(Check.W110, document, document.key("description"), "no description; say what happened");
        }
        if (RuleDocument.text(document.key("level")) == null) {
            report.add(Check.W115, document, null, "no level; it counts as medium");
        }
        List<ScalarNode> falsePositives = document.list("falsepositives");
        if (falsePositives.isEmpty()) {
            report.add(
                    Check.W108,
                    document,
                    document.key("falsepositives"),
                    "no falsepositives; say when it fires on good work");
        }
        for (ScalarNode value : falsePositives) {
            if (EMPTY_WORDS.contains(value.getValue().strip().toLowerCase(Locale.ROOT))) {
                report.add(
                        Check.W107,
                        document,
                        value,
                        "'" + value.getValue() + "' helps nobody; say when it fires on good work");
            }
        }
        missing(document, "status", Check.I101, "experimental, test or stable", report);
        missing(document, "author", Check.I102, "who wrote the rule", report);
        missing(document, "date", Check.I103, "the day it was written, for example 2026-01-31", report);
        String status = RuleDocument.text(document.key("status"));
        if (status != null && Set.of("deprecated", "unsupported").contains(status)) {
            report.add(Check.W125, document, document.key("status"), "the rule is " + status + " and still loaded");
        }
    }

    private static void missing(RuleDocument document, String key, Check check, String accepted, Report report) {
        if (!document.has(key)) {
            report.add(check, document, null, "no " + key + "; accepted: " + accepted);
        }
    }

    private static void vigil(RuleDocument document, LintInput input, Report report) {
        Node vigil = document.key("vigil");
        if (RuleDocument.text(document.below("vigil", "key")) == null) {
            report.add(Check.W102, document, vigil, "no vigil.key; name the rule as the catalogue does, e.g. AWS-01");
        }
        known(document, "unit", UNITS, Check.W105, "the unit that acts on it", report);
        known(document, "playbook", input.pack().playbooks(), Check.W106, "the steps it takes", report);
        if (RuleDocument.text(document.below("vigil", "title-zh")) == null) {
            report.add(Check.W109, document, vigil, "no vigil.title-zh");
        }
        if (RuleDocument.text(document.below("vigil", "description-zh")) == null) {
            report.add(Check.W119, document, vigil, "no vigil.description-zh");
        }
    }

    private static void known(
            RuleDocument document, String name, Set<String> values, Check check, String meaning, Report report) {
        Node node = document.below("vigil", name);
        String value = RuleDocument.text(node);
        if (value == null) {
            report.add(check, document, document.key("vigil"), "no vigil." + name + ": " + meaning);
        } else if (!values.contains(value)) {
            report.add(
                    check,
                    document,
                    node,
                    "unknown " + name + " '" + value + "'; known: " + String.join(", ", new TreeSet<>(values)));
        }
    }

    private static void spelling(RuleDocument document, Report report) {
        document.keys().forEach((name, entry) -> {
            String nearest = KEYS.contains(name) ? null : Spelling.nearest(name, KEYS);
            if (nearest != null && !document.has(nearest)) {
                report.add(
                        Check.W124,
                        document,
                        entry.key(),
                        "'" + name + "' means nothing to Sigma; did you mean '" + nearest + "'?");
            }
        });
    }

    private static void title(RuleDocument document, Report report) {
        if (!(document.key("title") instanceof ScalarNode title)) {
            return;
        }
        String text = title.getValue();
        String better = text.strip().replaceAll("(?<!\\.)\\.$", "");
        if (!better.equals(text)) {
            report.add(
                    Check.I104,
                    document,
                    title,
                    "write '" + better + "', without full stop or blanks at the ends",
                    document.replace(title, better));
        }
        if (text.length() > LONG_TITLE) {
            report.add(Check.I105, document, title, text.length() + " characters; at most " + LONG_TITLE + " fit");
        }
    }

    private static void dates(RuleDocument document, Report report) {
        String date = date(document, "date", report);
        String modified = date(document, "modified", report);
        if (date != null && modified != null && modified.compareTo(date) < 0) {
            report.add(
                    Check.W121, document, document.key("modified"), "modified " + modified + ", but made on " + date);
        }
    }

    private static @Nullable String date(RuleDocument document, String key, Report report) {
        if (!(document.key(key) instanceof ScalarNode scalar)) {
            return null;
        }
        String text = scalar.getValue();
        var matcher = SLASHED.matcher(text);
        if (EXACT.matcher(text).matches() || !matcher.matches()) {
            return EXACT.matcher(text).matches() ? text : null;
        }
        int first = matcher.group(1) == null ? 4 : 1;
        String better =
                matcher.group(first) + "-" + padded(matcher.group(first + 1)) + "-" + padded(matcher.group(first + 2));
        report.add(Check.W120, document, scalar, "write " + better, document.replace(scalar, better));
        return better;
    }

    private static String padded(String number) {
        return number.length() == 1 ? "0" + number : number;
    }

    private static void related(RuleDocument document, Report report) {
        if (!(document.key("related") instanceof SequenceNode list)) {
            return;
        }
        var seen = new HashSet<Node>();
        for (Node entry : list.getValue()) {
            RuleDocument.Entry type = RuleDocument.entries(entry).get("type");
            if (type != null
                    && type.value() instanceof ScalarNode scalar
                    && scalar.getValue().equals("obsoletes")
                    && seen.add(scalar)) {
                report.add(
                        Check.W123,
                        document,
                        scalar,
                        "'obsoletes' is deprecated; write obsolete",
                        document.replace(scalar, "obsolete"));
            }
        }
    }
}
