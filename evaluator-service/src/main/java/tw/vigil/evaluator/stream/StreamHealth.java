package tw.vigil.evaluator.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// Live: the stream has not given up. Started: it has run once. Ready: it runs and is caught up.
@ApplicationScoped
class StreamHealth {
    private final StreamRunner runner;

    StreamHealth(StreamRunner runner) {
        this.runner = runner;
    }

    @Produces
    @Liveness
    HealthCheck live() {
        return () -> answer("stream", !isState(KafkaStreams.State.ERROR) && !isState(KafkaStreams.State.PENDING_ERROR));
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> answer("caught up", isState(KafkaStreams.State.RUNNING) && runner.isCaughtUp());
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () -> answer("stream started", runner.isStarted());
    }

    private HealthCheckResponse answer(String name, boolean up) {
        String state = runner.streams().map(streams -> streams.state().name()).orElse("WAITING_FOR_BROKERS");
        return HealthCheckResponse.named(name)
                .status(up)
                .withData("state", state)
                .withData("waiting", runner.waiting())
                .build();
    }

    private boolean isState(KafkaStreams.State state) {
        return runner.streams().filter(streams -> streams.state() == state).isPresent();
    }
}
