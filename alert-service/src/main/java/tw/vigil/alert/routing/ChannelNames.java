package tw.vigil.alert.routing;

import java.util.List;

/// The channels that a unit may list, as they exist in this build; the routing table is checked against them.
public interface ChannelNames {
    /// Names in a stable order.
    List<String> names();
}
