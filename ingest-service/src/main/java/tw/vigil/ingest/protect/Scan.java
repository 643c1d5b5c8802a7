package tw.vigil.ingest.protect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks through one leaf, as it stands and under every layer of encoding.
final class Scan {
    /// URL encoding twice, and JSON in a string in a string.
    private static final int MOST_LAYERS = 4;

    /// How many words of a run may be the start of a longer part.
    private static final int MOST_TAILS = 64;

    private final List<Detector> detectors;
    private final ValueTokens tokens;

    Scan(List<Detector> detectors, ValueTokens tokens) {
        this.detectors = List.copyOf(detectors);
        this.tokens = tokens;
    }

    List<Candidate> leaf(byte[] record, Leaf leaf) {
        Text text = leaf.form() == Leaf.Form.TEXT ? Text.ofBytes(record) : Text.ofJson(record, leaf.from(), leaf.to());
        hideTokens(text);
        var sightings = new Sightings(record, leaf);
        layers(text, true, sightings);
        return sightings.seen();
    }

    private void layers(Text outermost, boolean base64, Sightings sightings) {
        @Nullable Text text = outermost;
        for (int layer = 0; layer <= MOST_LAYERS && text != null; layer++) {
            for (Detector detector : detectors) {
                detector.find(text, sightings);
            }
            if (base64) {
                base64(text, sightings);
            }
            text = text.decoded();
        }
    }

    /// Content of base64 is looked through like any other text; what is found there stands for the whole run.
    private void base64(Text text, Sightings sightings) {
        int i = 0;
        while (i < text.length()) {
            if (!Base64Text.isPart(text.charAt(i))) {
                i++;
                continue;
            }
            int end = endOfRun(text, i, true);
            if (end - i >= Base64Text.SHORTEST && !content(text, i, end, sightings)) {
                pieces(text, i, end, sightings);
            }
            i = end;
        }
    }

    /// Where the run is none as a whole, parts of it may be: from the start of a word to the end of its line, of its
    /// segment of a path, or of itself.
    private void pieces(Text text, int from, int to, Sightings sightings) {
        int tries = MOST_TAILS;
        int i = from;
        while (i < to) {
            if (!Digits.isAlphanumeric(text.charAt(i))) {
                i++;
                continue;
            }
            int word = i;
            while (word < to && Digits.isAlphanumeric(text.charAt(word))) {
                word++;
            }
            int found = tries-- > 0 ? tail(text, i, word, to, sightings) : i;
            if (found == i && word - i >= Base64Text.SHORTEST && content(text, i, word, sightings)) {
                found = word;
            }
            i = Math.max(found, word);
        }
    }

    /// The end of the longest part from a word's start that holds text, or that start where none does.
    private int tail(Text text, int from, int word, int to, Sightings sightings) {
        int line = Math.min(to, endOfRun(text, from, false));
        if (line > word && line - from >= Base64Text.SHORTEST && content(text, from, line, sightings)) {
            return line;
        }
        int segment = word;
        while (segment < line && text.charAt(segment) != '/') {
            segment++;
        }
        return segment > word
                        && segment < line
                        && segment - from >= Base64Text.SHORTEST
                        && content(text, from, segment, sightings)
                ? segment
                : from;
    }

    private boolean content(Text text, int from, int to, Sightings sightings) {
        String content = Base64Text.decode(text, from, to);
        if (content == null) {
            return false;
        }
        int end = to;
        while (end < text.length() && text.charAt(end) == '=' && end < to + 2) {
            end++;
        }
        sightings.within(sightings.context(text, from, end));
        layers(Text.within(content, text.from(from), text.to(end - 1)), false, sightings);
        sightings.within(false);
        return true;
    }

    private static int endOfRun(Text text, int from, boolean overLines) {
        int to = from;
        int line = from;
        while (to < text.length()) {
            if (Base64Text.isPart(text.charAt(to))) {
                to++;
                continue;
            }
            int next = to;
            while (overLines && next < text.length() && (text.charAt(next) == '\n' || text.charAt(next) == '\r')) {
                next++;
            }
            if (next == to
                    || to - line < Base64Text.SHORTEST
                    || next == text.length()
                    || !Base64Text.isPart(text.charAt(next))) {
                return to;
            }
            to = next;
            line = next;
        }
        return to;
    }

    private void hideTokens(Text text) {
        String all = text.toString();
        if (!all.contains(ValueTokens.PREFIX)) {
            return;
        }
        var token = ValueTokens.FORM.matcher(all);
        while (token.find()) {
            if (tokens.isOurs(token.group())) {
                text.hide(token.start(), token.end());
            }
        }
    }
}
