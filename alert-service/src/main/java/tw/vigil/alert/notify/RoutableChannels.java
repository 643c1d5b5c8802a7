package tw.vigil.alert.notify;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import tw.vigil.alert.routing.ChannelNames;

/// Tells the routing table which channels there are: every bean that offers itself to units.
@ApplicationScoped
class RoutableChannels implements ChannelNames {
    private final List<Channel> channels;

    RoutableChannels(@All List<Channel> channels) {
        this.channels = channels;
    }

    @Override
    public List<String> names() {
        return channels.stream()
                .filter(Channel::forUnits)
                .map(Channel::name)
                .sorted()
                .toList();
    }
}
