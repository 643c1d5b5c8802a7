package tw.vigil.sigma.regex;

import java.util.List;

/// An expression as a tree; groups and greediness are gone, since only whether it occurs is asked.
sealed interface RegexNode {

    /// One code point.
    record One(CodePoints of) implements RegexNode {}

    record Sequence(List<RegexNode> parts) implements RegexNode {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    record Alternatives(List<RegexNode> parts) implements RegexNode {
        public Alternatives {
            parts = List.copyOf(parts);
        }
    }

    /// @param most [#UNBOUNDED] for any number
    record Repeated(RegexNode part, int least, int most) implements RegexNode {}

    /// A place in the text.
    enum Place implements RegexNode {
        START,
        END,
        /// Depends on the characters around it.
        WORD_BOUNDARY
    }

    int UNBOUNDED = -1;

    /// Bytes of the shortest text that it matches.
    default int shortest() {
        return switch (this) {
            case One(var of) -> of.shortestUtf8();
            case Sequence(var parts) ->
                parts.stream().mapToInt(RegexNode::shortest).reduce(0, RegexNode::bounded);
            case Alternatives(var parts) ->
                parts.stream().mapToInt(RegexNode::shortest).min().orElse(0);
            case Repeated(var part, var least, var _) -> (int) Math.min((long) part.shortest() * least, BOUND);
            case Place _ -> 0;
        };
    }

    int BOUND = 1 << 20;

    private static int bounded(int a, int b) {
        return Math.min(a + b, BOUND);
    }
}
