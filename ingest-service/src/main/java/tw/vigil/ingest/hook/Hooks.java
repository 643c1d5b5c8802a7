package tw.vigil.ingest.hook;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.source.Sources;

/// The hooks of the configured sources, by source id.
@Startup
@ApplicationScoped
public class Hooks {
    private final Map<String, Hook> bySource;
    private final BodyBudget bodies;

    Hooks(HooksConfig config, Sources sources, HookFactory factory) {
        bodies = new BodyBudget(config.hooks().bodyBytes());
        var hooks = new TreeMap<String, Hook>();
        config.sources()
                .forEach((id, source) -> source.hook().ifPresent(settings -> {
                    if (sources.find(id) == null) {
                        throw new IllegalStateException("vigil.ingest.sources.\"" + id + "\".hook is of no source");
                    }
                    hooks.put(id, factory.open(id, settings));
                }));
        bySource = Map.copyOf(hooks);
    }

    /// The hook of a source, or null when there is no such source or nothing is pushed for it.
    public @Nullable Hook find(String sourceId) {
        return bySource.get(sourceId);
    }

    public BodyBudget bodies() {
        return bodies;
    }
}
