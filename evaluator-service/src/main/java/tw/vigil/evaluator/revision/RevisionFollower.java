package tw.vigil.evaluator.revision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import tw.vigil.evaluator.follow.Following;
import tw.vigil.event.InstanceRules;
import tw.vigil.event.RuleSetRevision;
import tw.vigil.event.Topics;

/// Takes each revision into use as it is published, on a thread of its own, and tells the others what this instance
/// uses. A broker that goes away costs nothing but time.
final class RevisionFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RevisionFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final RevisionLog log;
    private final RuleSets ruleSets;
    private final String instance;
    private final Duration announceInterval;
    private final Clock clock;
    private final Following following = new Following("rule-sets", Topics.RULES, this::follow);
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
        following.start();
    }

    @Override
    public void close() {
        following.close();
    }

    private void follow() {
        try (var consumer = log.newConsumer();
                var announcer = log.newAnnouncer()) {
            consumer.seek(RevisionLog.PARTITION, next);
            announce(announcer);
            while (!following.stopping()) {
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
}
