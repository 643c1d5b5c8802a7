package tw.vigil.sigma.mapping;

import tw.vigil.sigma.match.Conversion;

/// Where an OCSF value may come from. Of several origins the first that gives a value is meant.
sealed interface Origin {

    record Place(MappedPath path, Conversion conversion) implements Origin {}

    /// The same in every event of the source; nothing after it is ever looked at.
    record Constant(String text) implements Origin {}
}
