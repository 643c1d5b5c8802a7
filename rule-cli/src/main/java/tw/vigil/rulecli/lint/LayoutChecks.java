package tw.vigil.rulecli.lint;

import java.nio.file.Path;
import java.util.regex.Pattern;
import tw.vigil.sigma.RuleFile;

/// The file as text.
final class LayoutChecks {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+\\.yml");
    private static final Pattern BLOCK = Pattern.compile("(?m)[|>][+-]?\\d?\\s*$");

    private LayoutChecks() {}

    static void check(RuleFile file, Report report) {
        String text = file.text();
        String name = String.valueOf(Path.of(file.path()).getFileName());
        if (!NAME.matcher(name).matches()) {
            report.add(Check.I403, file.path(), 1, 1, "'" + name + "'; accepted: lower_case_with_underscores.yml");
        }
        int lines = (int) text.lines().count();
        if (!text.isEmpty() && !text.endsWith("\n")) {
            report.add(
                    Check.I402,
                    file.path(),
                    lines,
                    1,
                    "no line end at the end",
                    new Edit(text.length(), text.length(), "\n"));
        }
        boolean hasBlocks = BLOCK.matcher(text).find(); // blanks may belong to a text there
        int start = 0;
        for (int line = 1; start < text.length() && !hasBlocks; line++) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int last = end;
            while (last > start && (text.charAt(last - 1) == ' ' || text.charAt(last - 1) == '\t')) {
                last--;
            }
            if (last < end) {
                report.add(
                        Check.I401, file.path(), line, last - start + 1, "blanks at the end", new Edit(last, end, ""));
            }
            start = end + 1;
        }
    }
}
