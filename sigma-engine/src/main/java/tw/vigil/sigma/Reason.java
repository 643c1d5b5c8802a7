package tw.vigil.sigma;

import org.jspecify.annotations.Nullable;

/// One condition of a rule that held.
///
/// @param selection the search identifier; preceded by `not ` when it held by not matching
/// @param field the field with its modifiers as the rule spells them; `keyword` when the item is bound to no
///        field
/// @param actual the event's value, at most 1,024 characters; null when the field is absent
public record Reason(
        String selection,
        String field,
        String expected,
        @Nullable String actual) {}
