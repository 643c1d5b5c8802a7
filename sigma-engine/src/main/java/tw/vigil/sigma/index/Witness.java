package tw.vigil.sigma.index;

/// Something that an event must show for a rule to hold.
///
/// @param field the field's number, or [Detection#KEYWORD]
/// @param text case-folded; of a number its decimal digits; empty for a presence
record Witness(int field, Kind kind, String text) {

    /// From the most to the least telling.
    enum Kind {
        EXACT(1),
        NUMBER(1),
        PREFIX(1.5),
        SUFFIX(1.5),
        /// Needs a pass over the whole value.
        CONTAINED(3),
        PRESENT(1_000);

        private final double weight;

        Kind(double weight) {
            this.weight = weight;
        }

        double weight() {
            return weight;
        }
    }

    static Witness present(int field) {
        return new Witness(field, Kind.PRESENT, "");
    }
}
