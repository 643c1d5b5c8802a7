package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tw.vigil.rulecli.fields.SeenFields;
import tw.vigil.rulecli.pack.PackReader;
import tw.vigil.rulecli.pack.RulePack;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;

/// Checks a pack. What the engine rejects is an error; what is likely wrong, or what our packs ask of a rule
/// beyond Sigma, is a warning, since such a rule still works. Rules that only correlations refer to need no
/// metadata of their own.
public final class RuleLint {
    private static final List<Family> FAMILIES = List.of(
            new MetadataChecks(),
            new TagChecks(),
            new ConditionChecks(),
            new WitnessChecks(),
            new ValueChecks(),
            new RegexChecks(),
            new SourceChecks(),
            new CorrelationChecks());

    private RuleLint() {}

    /// All that is found, by file and place.
    public static List<LintFinding> check(RulePack pack) {
        Compilation compiled = RuleSet.compile(pack.rules(), pack.context());
        var documents = new ArrayList<RuleDocument>();
        Map<String, RuleFile> files = new HashMap<>();
        for (RuleFile file : pack.rules()) {
            files.put(file.path(), file);
            documents.addAll(RuleDocument.read(file));
        }
        var silent = new TreeSet<String>();
        for (RuleInfo rule : compiled.rules().rules()) {
            if (rule.silent()) {
                silent.add(rule.id());
            }
        }
        var seen = new SeenFields();
        seen.addPack(PackReader.read(List.of()));
        seen.addPack(pack);
        var input = new LintInput(pack, documents, seen, silent);
        var report = new Report();
        var rejections = new EngineProblems(files, input);
        compiled.problems().forEach(problem -> rejections.add(problem, report));
        documents.forEach(document -> FAMILIES.forEach(family -> family.check(document, input, report)));
        new PackChecks(input, report).check();
        new EventsChecks(input, report).check();
        pack.rules().forEach(file -> LayoutChecks.check(file, report));
        return report.sorted();
    }

    /// The texts of the rule files that edits mend, by path. A file that the engine would no longer take after
    /// its edits keeps its text.
    public static Map<String, String> mended(RulePack pack, List<LintFinding> findings) {
        Map<String, List<Edit>> edits = new TreeMap<>();
        for (LintFinding finding : findings) {
            if (finding.edit() != null) {
                edits.computeIfAbsent(finding.problem().file(), _ -> new ArrayList<>())
                        .add(finding.edit());
            }
        }
        Map<String, String> mended = new TreeMap<>();
        for (RuleFile file : pack.rules()) {
            String text = Edit.apply(file.text(), edits.getOrDefault(file.path(), List.of()));
            if (!text.equals(file.text()) && !file.text().startsWith("\uFEFF") && noWorse(pack, file, text)) {
                mended.put(file.path(), text);
            }
        }
        return mended;
    }

    private static boolean noWorse(RulePack pack, RuleFile before, String after) {
        return problems(pack, new RuleFile(before.path(), after)) <= problems(pack, before);
    }

    private static int problems(RulePack pack, RuleFile file) {
        return RuleSet.compile(List.of(file), pack.context()).problems().size();
    }
}
