package tw.vigil.alert.routing;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Gives the routing table; a table with problems stops the start and names each of them.
@ApplicationScoped
class RoutingSource {
    private static final Logger LOG = Logger.getLogger(RoutingSource.class);
    private static final String BUILT_IN = "/routing.yml";

    private final RoutingConfig config;
    private final ChannelNames channels;

    RoutingSource(RoutingConfig config, ChannelNames channels) {
        this.config = config;
        this.channels = channels;
    }

    @Produces
    @Singleton
    @Startup
    RoutingTable table() {
        String name = config.file().map(Path::toString).orElse("built-in routing.yml");
        return switch (RoutingReader.read(text(), channels.names())) {
            case RoutingReader.Result.Read(var table) -> {
                LOG.infof(
                        "routing table read file=%s units=%d", name, table.all().size());
                yield table;
            }
            case RoutingReader.Result.Rejected(var problems) ->
                throw new IllegalStateException(problems.stream()
                        .map(problem -> name + ", " + problem)
                        .collect(Collectors.joining("\n", "the routing table is not usable:\n", "")));
        };
    }

    private String text() {
        try {
            if (config.file().isPresent()) {
                return Files.readString(config.file().get());
            }
            try (var stream = RoutingSource.class.getResourceAsStream(BUILT_IN)) {
                if (stream == null) {
                    throw new IllegalStateException("routing.yml is missing in the jar");
                }
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the routing table cannot be read", e);
        }
    }
}
