package tw.vigil.rulecli.lint;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tw.vigil.rulecli.fields.Spelling;

/// Clauses, ATT&CK and CCM ids, and whatever else stands under `tags`.
final class TagChecks implements Family {
    private static final String CLAUSE = "cnfa.";
    private static final String ATTACK = "attack.";
    private static final String CCM = "ccm.";
    private static final Pattern TECHNIQUE = Pattern.compile("t\\d{4}(?:\\.\\d{3})?|[gs]\\d{4}|c\\d{4}|ta\\d{4}");
    private static final Pattern CONTROL = Pattern.compile("[a-z]{2,4}-\\d{2}|a-a-\\d{2}");
    private static final Set<String> TACTICS = Set.of(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "stealth",
            "defense-impairment",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");
    private static final Set<String> NAMESPACES =
            Set.of("attack", "cnfa", "ccm", "cve", "car", "d3fend", "detection", "stp", "tlp", "atlas");

    @Override
    public void check(RuleDocument document, LintInput input, Report report) {
        boolean clause = false;
        boolean attack = false;
        var seen = new HashSet<String>();
        for (ScalarNode tag : document.list("tags")) {
            String text = tag.getValue();
            if (!seen.add(text)) {
                report.add(Check.W122, document, tag, "tag " + text + " is there already");
            }
            if (text.startsWith(CLAUSE)) {
                clause = true;
                clause(document, tag, input, report);
            } else if (text.startsWith(ATTACK)) {
                attack = true;
                attack(document, tag, report);
            } else if (text.startsWith(CCM)) {
                ccm(document, tag, report);
            } else if (!NAMESPACES.contains(text.split("\\.", 2)[0])) {
                report.add(
                        Check.I106,
                        document,
                        tag,
                        "nothing reads '" + text + "'" + Spelling.hint(text.split("\\.", 2)[0], NAMESPACES));
            }
        }
        String id = RuleDocument.text(document.key("id"));
        boolean speaks = (id == null || !input.silent().contains(id)) && !document.isFilter();
        if (speaks && !document.has("action")) {
            if (!clause) {
                report.add(Check.W103, document, document.key("tags"), "no clause tag, for example cnfa.art8.3.1");
            }
            String key = RuleDocument.text(document.below("vigil", "key"));
            // what the firm itself leaves undone is no technique of an attacker
            if (!attack && (key == null || !key.startsWith("GV-"))) {
                report.add(Check.W116, document, document.key("tags"), "no ATT&CK tag, for example attack.t1685.002");
            }
        }
    }

    private static void clause(RuleDocument document, ScalarNode tag, LintInput input, Report report) {
        String clause = tag.getValue().substring(CLAUSE.length());
        var clauses = input.pack().clauses();
        if (!clauses.contains(clause)) {
            report.add(
                    Check.W104,
                    document,
                    tag,
                    "clause " + clause + " is not in clauses.yml" + Spelling.hint(clause, clauses));
        }
    }

    private static void attack(RuleDocument document, ScalarNode tag, Report report) {
        String name = tag.getValue().substring(ATTACK.length());
        if (!TECHNIQUE.matcher(name).matches() && !TACTICS.contains(name)) {
            String dashed = name.replace('_', '-');
            report.add(
                    Check.W117,
                    document,
                    tag,
                    "'" + tag.getValue() + "' is no ATT&CK id; accepted: attack.t1078, attack.t1078.004 or a tactic"
                            + (TACTICS.contains(dashed)
                                    ? "; did you mean 'attack." + dashed + "'?"
                                    : Spelling.hint(name, TACTICS)));
        }
    }

    private static void ccm(RuleDocument document, ScalarNode tag, Report report) {
        if (!CONTROL.matcher(tag.getValue().substring(CCM.length())).matches()) {
            report.add(
                    Check.W126, document, tag, "'" + tag.getValue() + "' is no control; accepted: ccm.log-02 and such");
        }
    }
}
