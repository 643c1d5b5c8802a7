package tw.vigil.alert.routing;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A unit of the firm that answers for alerts or learns of them.
///
/// @param code for example `SOC`
/// @param members e-mail addresses
/// @param channels names of the channels to use, in order, for example `email`, `webhook`
/// @param hook the unit's own webhook; null uses the default one
public record Unit(
        String code,
        String nameEn,
        String nameZh,
        List<String> members,
        List<String> channels,
        @Nullable URI hook) {
    public Unit {
        members = List.copyOf(members);
        channels = List.copyOf(channels);
    }
}
