package tw.vigil.rulecli.fields;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a name that is not known was probably meant to be.
public final class Spelling {
    private Spelling() {}

    /// The nearest of the known names, by edits; null when none is near.
    public static @Nullable String nearest(String name, Collection<String> known) {
        String best = null;
        int bestDistance = Math.min(3, Math.max(1, name.length() / 4)) + 1;
        String folded = name.toLowerCase(Locale.ROOT);
        for (String candidate : known) {
            if (Math.abs(candidate.length() - name.length()) >= bestDistance) {
                continue;
            }
            int distance = distance(folded, candidate.toLowerCase(Locale.ROOT), bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /// "; did you mean 'x'?", or nothing.
    public static String hint(String name, Collection<String> known) {
        String nearest = nearest(name, known);
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    /// Whether one part of a path could be a slip for the other: a letter, or two in a long name.
    static boolean slip(String a, String b) {
        if (!a.equals(b) && a.replaceAll("\\d", "").equals(b.replaceAll("\\d", ""))) {
            return false; // cidrIpv4 and cidrIpv6 are two fields
        }
        int limit = Math.max(a.length(), b.length()) < 9 ? 1 : 2;
        return distance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT), limit + 1) <= limit;
    }

    /// Changes, insertions, removals and swaps of neighbours; given up at the limit.
    private static int distance(String a, String b, int limit) {
        var beforePrevious = new int[b.length() + 1];
        var previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var current = new int[b.length() + 1];
            current[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
                least = Math.min(least, current[j]);
            }
            if (least >= limit) {
                return limit;
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[b.length()];
    }
}
