package tw.vigil.sigma;

import org.jspecify.annotations.Nullable;

/// What a rule says under its top-level key `vigil:`, which Sigma has no place for.
///
/// @param key the catalogue key, for example `AWS-01`
/// @param unit the responsible unit that alerts go to
/// @param shadow `stage: shadow`: its findings are counted and kept, and alert nobody
public record Vigil(
        @Nullable String key,
        @Nullable String titleZh,
        @Nullable String descriptionZh,
        @Nullable String unit,
        @Nullable String playbook,
        boolean shadow) {

    public static final Vigil NONE = new Vigil(null, null, null, null, null, false);
}
