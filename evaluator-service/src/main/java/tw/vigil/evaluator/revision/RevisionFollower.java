package tw.vigil.evaluator.revision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.InstanceRules;
import tw.vigil.event.RuleSetRevision;

/// Takes each revision into use as it is published, on a thread of its own, and tells the others what this instance
/// uses. A broker that goes away costs nothing but time.
final class RevisionFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RevisionFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final long RETRY_MILLIS = 1_000;

    private final RevisionLog log;
    private final RuleSets ruleSets;
    private final String instance;
    private final Duration announceInterval;
    private final Clock clock;
    private volatile boolean stopping;
    private @Nullable Thread thread;
    private long next;
    private Instant announced = Instant.EPOCH;

    RevisionFollower(RevisionLog log, RuleSets ruleSets, String instance, Duration announceInterval, Clock clock) {
        this.log = log;
        this.ruleSets = ruleSets;
        this.instance = instance;
        this.announceInterval = announceInterval;
        this.clock = clock;
    }

    /// @param from position on the topic behind what is known already
    void start(long from) {
        next = from;
        thread = Thread.ofPlatform().daemon().name("rule-sets").start(this::run);
    }

    @Override
    public void close() {
        stopping = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(FAREWELL)) {
                running.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                follow();
            } catch (InterruptException _) {
                return;
            } catch (KafkaException e) {
                LOG.warnf("rules topic cannot be followed, trying again cause=%s", e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.error("rules topic cannot be followed, trying again", e);
                pause();
            }
        }
    }

    private void follow() {
        try (var consumer = log.newConsumer();
                var announcer = log.newAnnouncer()) {
            consumer.seek(RevisionLog.PARTITION, next);
            announce(announcer);
            while (!stopping) {
                RuleSetRevision newest = null;
                for (ConsumerRecord<String, byte[]> row : consumer.poll(POLL).records(RevisionLog.PARTITION)) {
                    if (RuleSetRevision.ACTIVE.equals(row.key())) {
                        RuleSetRevision revision = log.revision(row.key(), row.value());
                        newest = revision == null ? newest : revision;
                    }
                }
                if (newest != null) {
                    ruleSets.offer(newest, clock.instant());
                }
                // only now: what was not offered is read again after a failure
                next = consumer.position(RevisionLog.PARTITION);
                if (newest != null || clock.instant().isAfter(announced.plus(announceInterval))) {
                    announce(announcer);
                }
            }
            leave(announcer);
        }
    }

    private void announce(KafkaProducer<String, byte[]> announcer) {
        RuleSets.InUse inUse = ruleSets.inUse();
        RuleSets.Refused refused = ruleSets.refused();
        announced = clock.instant();
        var told = new InstanceRules(
                instance,
                inUse.number(),
                inUse.rules().pack().hash(),
                inUse.since(),
                announced,
                refused == null ? null : refused.hash(),
                refused == null ? null : refused.problem());
        try {
            log.announce(announcer, told);
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("the rules in use could not be announced cause=%s", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(KafkaProducer<String, byte[]> announcer) {
        try {
            log.leave(announcer, instance);
        } catch (ExecutionException | KafkaException e) {
            LOG.debugf("no farewell cause=%s", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
