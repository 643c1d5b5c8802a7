package tw.vigil.evaluator.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.pack.ActiveRules;
import tw.vigil.evaluator.pack.RulePack;
import tw.vigil.evaluator.revision.Revisions;
import tw.vigil.evaluator.revision.RuleSets;
import tw.vigil.evaluator.topology.DetectionTopology;
import tw.vigil.evaluator.topology.DetectionTopology.SelfTest;
import tw.vigil.evaluator.topology.EvaluatorMetrics;
import tw.vigil.evaluator.topology.TopologySettings;
import tw.vigil.sigma.RuleCost;

/// Starts, watches and stops the one Kafka Streams instance.
///
/// Not left to the Quarkus extension, for four reasons: a rejected rule pack must stop the start before anything
/// runs; missing topics are created here instead of being waited for; replaced threads are counted and end in an
/// error after a bound; and the stop waits for the transaction in flight.
@ApplicationScoped
class StreamRunner {
    private static final Logger LOG = Logger.getLogger(StreamRunner.class);
    private static final long RETRY_MILLIS = 2_000;
    private static final int EXIT_CODE = 3;

    private final EvaluatorConfig config;
    private final BrokerConnection connection;
    private final MeterRegistry registry;
    private final OpenTelemetry openTelemetry;
    private final RuleSets ruleSets;
    private final Revisions revisions;
    private final SelfTests selfTests;
    private final Failures failures;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ScheduledExecutorService lagTimer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lag").factory());

    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable Lag lag;
    private volatile @Nullable KafkaStreamsMetrics clientMetrics;
    private volatile long waiting = Lag.UNKNOWN;
    private volatile boolean started;
    /// Known before the streams start, by the thread that starts them.
    private int eventPartitions;

    StreamRunner(
            EvaluatorConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            RuleSets ruleSets,
            Revisions revisions,
            SelfTests selfTests,
            MeterRegistry registry,
            OpenTelemetry openTelemetry) {
        this.config = config;
        this.ruleSets = ruleSets;
        this.revisions = revisions;
        this.selfTests = selfTests;
        this.connection = new BrokerConnection(config.bootstrapServers(), kafka);
        this.registry = registry;
        this.openTelemetry = openTelemetry;
        this.failures = new Failures(config.maxRestarts());
    }

    void start(@Observes StartupEvent event) throws IOException {
        var metrics = new EvaluatorMetrics(registry);
        ruleSets.onUse(inUse -> metrics.register(inUse.rules().rules()));
        ruleSets.use(0, loadRules(), Clock.systemUTC().instant());
        String instanceId = InstanceId.in(config.stateDir());
        // in the background: the brokers may come later, and meanwhile health shall answer
        Thread.ofPlatform().name("evaluator-start").start(() -> startWhenBrokersAnswer(metrics, instanceId));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
        revisions.stop();
        selfTests.stop();
        lagTimer.shutdownNow();
        KafkaStreamsMetrics bound = clientMetrics;
        if (bound != null) {
            bound.close();
        }
        KafkaStreams running = streams;
        if (running != null && !running.close(config.closeTimeout())) {
            LOG.warnf("stream not stopped in time timeout=%s", config.closeTimeout());
        }
        Lag measuring = lag;
        if (measuring != null) {
            measuring.close();
        }
    }

    Optional<KafkaStreams> streams() {
        return Optional.ofNullable(streams);
    }

    /// The lag as last measured, [Lag#UNKNOWN] before.
    long waiting() {
        return waiting;
    }

    /// Measures the lag now.
    long measureWaiting() throws InterruptedException {
        Lag measuring = lag;
        waiting = measuring == null ? Lag.UNKNOWN : measuring.measure();
        return waiting;
    }

    boolean isCaughtUp() {
        return waiting != Lag.UNKNOWN && waiting <= config.readyLag();
    }

    /// Records of the changelogs that the stores of this instance do not hold yet.
    double toRestore() {
        KafkaStreams running = streams;
        if (running == null) {
            return Double.NaN;
        }
        try {
            return running.allLocalStorePartitionLags().values().stream()
                    .flatMap(partitions -> partitions.values().stream())
                    .mapToLong(LagInfo::offsetLag)
                    .sum();
        } catch (StreamsException _) {
            return Double.NaN; // the brokers do not tell
        }
    }

    /// Whether the stream has ever run.
    boolean isStarted() {
        return started;
    }

    private ActiveRules loadRules() throws IOException {
        Optional<Path> directory = config.rulesDir();
        return ActiveRules.compile(directory.isPresent() ? RulePack.in(directory.get()) : RulePack.builtIn());
    }

    private void startWhenBrokersAnswer(EvaluatorMetrics metrics, String instanceId) {
        try {
            while (stopping.getCount() > 0 && !prepared(instanceId)) {
                if (stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            startStreams(metrics, instanceId);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "stream not started, the service ends cause=%s", BrokerFault.describe(e));
            Quarkus.asyncExit(EXIT_CODE);
        }
    }

    /// Whether all is there that the stream needs; false when it may yet come.
    private boolean prepared(String instanceId) throws InterruptedException {
        try (Admin admin = newAdmin()) {
            TopicSetup.createMissing(admin, config.topics());
            eventPartitions = TopicSetup.eventPartitions(admin);
            revisions.start(connection::with, config.applicationId(), instanceId);
            selfTests.start(connection::with);
            LOG.infof("topics ready securityProtocol=%s", connection.securityProtocol());
            return true;
        } catch (IOException | ExecutionException | KafkaException e) {
            if (BrokerFault.lasts(e)) {
                throw new IllegalStateException("the brokers cannot be used, and waiting does not help", e);
            }
            LOG.warnf(
                    "brokers not ready, trying again bootstrapServers=%s cause=%s",
                    connection.bootstrapServers(), BrokerFault.describe(e));
            LOG.debug("brokers not ready", e);
            return false;
        }
    }

    private void startStreams(EvaluatorMetrics metrics, String instanceId) {
        var settings = new TopologySettings(
                config.applicationId(),
                config.grace(),
                config.duplicateRetention(),
                eventPartitions,
                config.signalPartitions(),
                config.maxGroups(),
                config.punctuation());
        var parts = new DetectionTopology.Parts(
                ruleSets::rules,
                rules -> rules.newEvaluator((rule, nanos) -> metrics.took(rule, nanos, RuleCost.SAMPLE)),
                settings,
                metrics,
                openTelemetry,
                this::isCaughtUp,
                new SelfTest(selfTests::canaries, selfTests.proofs(), config.canaryInterval(), config.silentAfter()),
                Clock.systemUTC());
        var instance =
                new KafkaStreams(DetectionTopology.build(parts), StreamSettings.of(config, connection, instanceId));
        instance.setUncaughtExceptionHandler(this::failed);
        instance.setStateListener((next, _) -> changed(next));
        lag = new Lag(newAdmin(), config.applicationId());
        streams = instance;
        clientMetrics = new KafkaStreamsMetrics(instance);
        clientMetrics.bindTo(registry);
        instance.start();
        long interval = config.lagInterval().toMillis();
        var _ = lagTimer.scheduleWithFixedDelay(this::refreshLag, 0, interval, TimeUnit.MILLISECONDS);
    }

    private void refreshLag() {
        try {
            measureWaiting();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // the timer would never call again; the next measurement may well succeed
            LOG.warn("lag not measured", e);
        }
    }

    private StreamThreadExceptionResponse failed(Throwable cause) {
        if (failures.record(System.nanoTime())) {
            LOG.error("stream thread failed and is replaced", cause);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("stream threads keep failing, the stream stops", cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void changed(KafkaStreams.State next) {
        LOG.infof("stream state changed state=%s", next);
        if (next == KafkaStreams.State.RUNNING) {
            started = true;
        } else if (next == KafkaStreams.State.ERROR && stopping.getCount() > 0) {
            // not live any more; whoever watches only the process sees it too
            Quarkus.asyncExit(EXIT_CODE);
        }
    }

    private Admin newAdmin() {
        return Admin.create(connection.with(Map.of(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000)));
    }
}
