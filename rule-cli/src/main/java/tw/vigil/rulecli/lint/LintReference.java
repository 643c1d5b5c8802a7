package tw.vigil.rulecli.lint;

/// The page on all checks, written from [Check].
public final class LintReference {
    private LintReference() {}

    public static String markdown() {
        var text = new StringBuilder("""
                # What `./vigil rules lint` checks

                Written from the checks themselves (`./vigil rules lint --list-checks`); codes are stable.
                `E` is rejected at load, `W` loads and is likely wrong or misses what our packs ask for, `I` is a
                matter of taste or speed. `--fix` mends those marked **fix** where the text allows; comments and layout stay.

                | code | severity | found | instead | |
                |---|---|---|---|---|
                """);
        for (Check check : Check.values()) {
            text.append("| ")
                    .append(check.name())
                    .append(" | ")
                    .append(check.severity())
                    .append(" | ")
                    .append(cell(check.finds()))
                    .append(" | ")
                    .append(cell(check.instead()))
                    .append(check.fixable() ? " | **fix** |\n" : " | |\n");
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
