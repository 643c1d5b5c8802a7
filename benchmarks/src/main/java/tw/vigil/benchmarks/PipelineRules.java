package tw.vigil.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// The pack as a folder, with copies of its detections until there are as many rules as are asked for.
final class PipelineRules {
    private PipelineRules() {}

    /// @param without texts in the paths of files to leave out
    /// @return how many rules there are: those asked for, or a few more
    static int write(Path folder, int wanted, List<String> without) throws IOException {
        Rules pack = Rules.builtIn().without(without);
        List<RuleFile> chosen = pack.files();
        int own = count(chosen, pack);
        int perCopy = count(RuleCopies.of(chosen, 2), pack) - own;
        int copies = 1 + Math.max(0, Math.ceilDiv(wanted - own, perCopy));
        List<RuleFile> files = RuleCopies.of(chosen, copies);
        for (RuleFile file : files) {
            save(folder, file.path(), file.text());
        }
        for (Map.Entry<String, String> file : Rules.builtInTexts().entrySet()) {
            if (file.getKey().matches("(field-mappings|watch-lists|registers)/.*")) {
                save(folder, file.getKey(), file.getValue());
            }
        }
        return count(files, pack);
    }

    private static int count(List<RuleFile> files, Rules pack) {
        return RuleSet.compile(files, pack.context()).rules().rules().size();
    }

    private static void save(Path folder, String path, String text) throws IOException {
        Path target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }
}
