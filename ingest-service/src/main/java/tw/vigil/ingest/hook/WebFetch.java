package tw.vigil.ingest.hook;

import java.io.IOException;
import java.net.URI;

/// Fetches what a vendor publishes for the verification of what it pushes.
public interface WebFetch {

    /// Fetches in a few seconds at most, following no redirect.
    ///
    /// @param most largest body in bytes that is taken
    /// @throws IOException when it is not answered with 200 and such a body in time
    byte[] get(URI address, int most) throws IOException;
}
