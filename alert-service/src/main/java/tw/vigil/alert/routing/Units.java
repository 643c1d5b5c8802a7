package tw.vigil.alert.routing;

import java.util.List;
import java.util.Optional;

/// The units of the routing table.
public interface Units {
    /// In the order of the table.
    List<Unit> all();

    /// The unit of that code.
    Optional<Unit> unit(String code);
}
