package tw.vigil.rulecli.pack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofFiles;
import tw.vigil.rules.proof.Yaml;
import tw.vigil.sigma.RuleFile;

/// Sorts files by what their path says they are. A watch-list, mapping or register that comes later replaces an
/// earlier one of the same name, so that files on disk win over the built-in pack.
final class PackBuilder {
    private final Map<String, RuleFile> rules = new LinkedHashMap<>();
    private final Map<String, RuleFile> proofs = new LinkedHashMap<>();
    private final Map<String, List<String>> watchLists = new TreeMap<>();
    private final Map<String, RuleFile> fieldMappings = new TreeMap<>();
    private final Map<String, RuleFile> registers = new TreeMap<>();
    private List<Clause> register = List.of();
    private Set<String> playbooks = Set.of();

    static boolean isYaml(String path) {
        return path.endsWith(".yml") || path.endsWith(".yaml");
    }

    static boolean isRule(String path) {
        return isYaml(path) && !ProofFiles.isProof(path) && !isContext(path);
    }

    static boolean isContext(String path) {
        var segments = List.of(path.replace('\\', '/').split("/", -1));
        String name = segments.getLast();
        return segments.contains("watch-lists")
                || segments.contains("field-mappings")
                || segments.contains("registers")
                || name.equals("clauses.yml")
                || name.equals("playbooks.yml");
    }

    void add(String path, String text) {
        var segments = List.of(path.replace('\\', '/').split("/", -1));
        String name = segments.getLast();
        if (!isYaml(path)) {
            return;
        }
        if (segments.contains("watch-lists")) {
            var list = Yaml.mapping(path, text);
            if (!(list.get("name") instanceof String listName) || !(list.get("values") instanceof List<?>)) {
                throw new PackException(path + ": a watch-list has a name and values");
            }
            watchLists.put(listName, Yaml.strings(list.get("values")));
        } else if (segments.contains("field-mappings")) {
            if (!ProofFiles.isProof(name)) {
                fieldMappings.put(name, new RuleFile(path, text));
            }
        } else if (segments.contains("registers")) {
            registers.put(name, new RuleFile(path, text));
        } else if (name.equals("clauses.yml")) {
            register = Clause.register(path, text);
        } else if (name.equals("playbooks.yml")) {
            playbooks = ids(path, text, "playbooks");
        } else if (ProofFiles.isProof(name)) {
            proofs.put(ProofFiles.stem(path), new RuleFile(path, text));
        } else {
            rules.put(path, new RuleFile(path, text));
        }
    }

    RulePack build() {
        var proofOfRule = new LinkedHashMap<String, RuleFile>();
        var orphans = new ArrayList<String>();
        proofs.values().forEach(proof -> orphans.add(proof.path()));
        for (String path : rules.keySet()) {
            RuleFile proof = proofs.get(ProofFiles.stem(path));
            if (proof != null) {
                proofOfRule.put(path, proof);
                orphans.remove(proof.path());
            }
        }
        return new RulePack(
                new ArrayList<>(rules.values()),
                proofOfRule,
                watchLists,
                new ArrayList<>(fieldMappings.values()),
                new ArrayList<>(registers.values()),
                register,
                playbooks,
                orphans);
    }

    private static Set<String> ids(String path, String text, String key) {
        var ids = new TreeSet<String>();
        if (Yaml.mapping(path, text).get(key) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map && map.get("id") != null) {
                    ids.add(String.valueOf(map.get("id")));
                }
            }
        }
        return ids;
    }
}
