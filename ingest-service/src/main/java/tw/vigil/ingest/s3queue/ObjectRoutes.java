package tw.vigil.ingest.s3queue;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.transport.Feed;

/// Which objects of a queue are read, and as what. Of several routes that fit the one with the longest prefix counts,
/// so that one bucket can hold several logs.
record ObjectRoutes(List<Route> routes) {
    /// @param bucket null: any
    record Route(@Nullable String bucket, String prefix, String suffix, Feed.Content content) {
        boolean fits(ObjectRef object) {
            return (bucket == null || bucket.equals(object.bucket()))
                    && object.key().startsWith(prefix)
                    && object.key().endsWith(suffix);
        }
    }

    ObjectRoutes {
        routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.prefix().length())
                        .thenComparingInt(route -> route.suffix().length())
                        .reversed())
                .toList();
    }

    @Nullable
    Route find(ObjectRef object) {
        return routes.stream().filter(route -> route.fits(object)).findFirst().orElse(null);
    }
}
