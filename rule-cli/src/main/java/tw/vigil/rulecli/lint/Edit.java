package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A change of a file's text that mends a problem and touches nothing else, so that comments and layout stay.
///
/// @param start offset in the text, inclusive
/// @param end offset in the text, exclusive
/// @param text what takes the place
public record Edit(int start, int end, String text) {

    /// The text with all edits that do not overlap an earlier one; the others wait for the next round.
    static String apply(String text, List<Edit> edits) {
        var ordered = new ArrayList<>(edits);
        ordered.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
        var changed = new StringBuilder();
        int at = 0;
        int lastStart = -1;
        for (Edit edit : ordered) {
            if (edit.start() < at || edit.start() == lastStart) {
                continue;
            }
            changed.append(text, at, edit.start()).append(edit.text());
            at = edit.end();
            lastStart = edit.start();
        }
        return changed.append(text.substring(at)).toString();
    }
}
