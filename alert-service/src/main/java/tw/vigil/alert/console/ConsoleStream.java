package tw.vigil.alert.console;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Role;
import tw.vigil.alert.alerts.AlertChanges;

/// Tells open list pages which alerts were opened or changed: server-sent events `alert` whose data is the id. It says
/// only that something happened; the page then asks for what it may see.
@Singleton
@Path("/console/stream")
public class ConsoleStream {
    private final AlertChanges changes;
    private final Sse sse;
    private final Set<SseEventSink> listeners = ConcurrentHashMap.newKeySet();
    private AlertChanges.@Nullable Subscription subscription;

    ConsoleStream(AlertChanges changes, @Context Sse sse) {
        this.changes = changes;
        this.sse = sse;
    }

    void start(@Observes StartupEvent started) {
        subscription = changes.subscribe(id -> tell(sse.newEvent("alert", id)));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (subscription != null) {
            subscription.close();
        }
        listeners.forEach(SseEventSink::close);
    }

    /// The stream; it lasts until either side ends it.
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Role.ANALYST_NAME, Role.AUDITOR_NAME})
    public void open(@Context SseEventSink listener) {
        // The first message writes the response head, which two threads must not do at once: a change is told to this
        // page only afterwards, and "hello" comes last, since the page then asks for what it missed.
        var hello = sse.newEventBuilder()
                .name("hello")
                .data("")
                .reconnectDelay(3000)
                .build();
        listener.send(sse.newEventBuilder().comment("open").build()).thenRun(() -> {
            listeners.add(listener);
            listener.send(hello);
        });
    }

    /// Finds out which browsers have gone, and keeps proxies from closing a quiet stream.
    @Scheduled(every = "20s", delayed = "20s")
    void beat() {
        tell(sse.newEventBuilder().comment("beat").build());
    }

    private void tell(OutboundSseEvent event) {
        listeners.removeIf(SseEventSink::isClosed);
        for (var listener : listeners) {
            listener.send(event).exceptionally(_ -> {
                listeners.remove(listener);
                return null;
            });
        }
    }
}
