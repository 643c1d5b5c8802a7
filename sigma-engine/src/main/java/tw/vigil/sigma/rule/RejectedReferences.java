package tw.vigil.sigma.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlReader;

/// The rules that the documents of a rejected file refer to. They were never meant to speak for themselves, and
/// do not begin to because someone else's document is broken.
public final class RejectedReferences {

    private static final List<String> LISTENING = List.of("correlation", RuleKinds.BASELINE, RuleKinds.EXPECTATION);

    private RejectedReferences() {}

    /// Ids and names; after a syntax error every word of a file that holds such a document counts as one.
    public static Set<String> of(String text) {
        Set<String> references = new HashSet<>();
        var syntax = new Problems();
        for (var node : YamlReader.read(text, syntax)) {
            if (node instanceof Mapping document) {
                LISTENING.forEach(kind -> add(document, kind, references));
            }
        }
        if (!syntax.isEmpty() && LISTENING.stream().anyMatch(kind -> text.contains(kind + ":"))) {
            references.addAll(List.of(words(text)));
        }
        return references;
    }

    private static void add(Mapping document, String kind, Set<String> references) {
        if (document.get(kind) instanceof Mapping body) {
            var ignored = new Problems();
            var fields = new Fields(body, ignored);
            if (fields.bool("generate") || new Fields(document, ignored).bool("generate")) {
                return;
            }
            references.addAll(fields.texts("rules"));
            if (!(body.get("condition") instanceof Mapping)) {
                fields.texts("condition").forEach(condition -> references.addAll(List.of(words(condition))));
            }
        }
    }

    private static String[] words(String text) {
        return text.split("[^A-Za-z0-9_-]+", -1);
    }
}
