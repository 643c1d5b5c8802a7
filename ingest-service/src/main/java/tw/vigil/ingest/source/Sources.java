package tw.vigil.ingest.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sources that this service knows, by id.
@ApplicationScoped
public class Sources {
    private final SortedMap<String, ConfiguredSource> byId;
    private final Map<String, Duration> expectedIntervals = new HashMap<>();

    Sources(@Any Instance<Source> kinds, SourcesConfig config) {
        var kindsByType = new TreeMap<String, Source>();
        kinds.forEach(kind -> kindsByType.put(kind.type(), kind));
        var sources = new TreeMap<String, ConfiguredSource>();
        kindsByType.forEach((type, kind) -> sources.put(type, new ConfiguredSource(type, kind, null)));
        config.sources().forEach((id, settings) -> {
            String type = settings.type().orElse(id);
            Source kind = kindsByType.get(type);
            if (kind == null) {
                throw new IllegalStateException(
                        "vigil.ingest.sources.\"" + id + "\".type is " + type + "; known are " + kindsByType.keySet());
            }
            settings.expectedInterval().ifPresent(interval -> expectedIntervals.put(id, interval));
            var logSource = new LogSource(
                    settings.product().orElse(kind.product()),
                    settings.service().orElse(kind.service()),
                    settings.category().orElse(kind.category()));
            sources.put(
                    id, new ConfiguredSource(id, kind, settings.account().orElse(null), logSource, zone(id, settings)));
        });
        byId = Collections.unmodifiableSortedMap(sources);
    }

    private static ZoneId zone(String id, SourcesConfig.Settings settings) {
        try {
            return ZoneId.of(settings.zone());
        } catch (DateTimeException e) {
            throw new IllegalStateException(
                    "vigil.ingest.sources.\"" + id + "\".zone is " + settings.zone()
                            + "; accepted are names like Asia/Taipei and offsets like +08:00",
                    e);
        }
    }

    public @Nullable ConfiguredSource find(String id) {
        return byId.get(id);
    }

    /// After how long without a record a source is silent, where it says so.
    public Optional<Duration> expectedInterval(String id) {
        return Optional.ofNullable(expectedIntervals.get(id));
    }

    public Collection<ConfiguredSource> all() {
        return byId.values();
    }
}
