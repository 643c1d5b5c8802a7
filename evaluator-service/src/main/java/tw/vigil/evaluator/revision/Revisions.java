package tw.vigil.evaluator.revision;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import tw.vigil.evaluator.pack.ActiveRules;
import tw.vigil.evaluator.pack.RulePack;
import tw.vigil.event.RuleSetRevision;

/// Publishes rule sets, and decides which one an instance starts with.
@ApplicationScoped
public class Revisions {
    private static final Logger LOG = Logger.getLogger(Revisions.class);

    private final RuleSets ruleSets;
    private final RevisionsConfig config;
    private final Clock clock = Clock.systemUTC();
    private volatile @Nullable RevisionLog log;
    private volatile @Nullable RevisionFollower follower;

    Revisions(RuleSets ruleSets, RevisionsConfig config) {
        this.ruleSets = ruleSets;
        this.config = config;
    }

    /// What came of a push.
    ///
    /// @param active false when it waits for a second person
    record Outcome(RuleSetRevision revision, boolean active) {}

    /// Reads the topic, uses what it says or what this instance brought, and follows the topic from there.
    ///
    /// @param connection adds a client's own settings to those that all have
    /// @param group name that all instances have in common
    /// @param instance name of this one
    /// @throws IOException when the brokers do not answer; may be called again
    public void start(UnaryOperator<Map<String, Object>> connection, String group, String instance)
            throws IOException, InterruptedException {
        var revisions = new RevisionLog(connection, group + "-rules");
        ActiveRules own = ruleSets.inUse().rules();
        RevisionHistory history = revisions.read();
        RuleSetRevision active = history.active();
        if (active == null || isOwnPackOfOlderVersion(history, active, own.pack())) {
            publishOwn(revisions, own.pack());
            history = revisions.read();
            active = history.active();
        }
        useOrFallBack(revisions, history, active, own);
        log = revisions;
        var following = new RevisionFollower(revisions, ruleSets, instance, config.announceInterval(), clock);
        follower = following;
        following.start(history.next());
    }

    public void stop() {
        RevisionFollower following = follower;
        if (following != null) {
            following.close();
        }
    }

    /// A pack that an evaluator brought gives way to the pack of the next version, once: an instance of the older
    /// version that starts again does not bring its own back. What a person pushed stays.
    private static boolean isOwnPackOfOlderVersion(RevisionHistory history, RuleSetRevision active, RulePack own) {
        boolean differs = !active.hash().equals(own.hash());
        if (differs && (!active.publishedBy().equals(RuleSetRevision.OWN_PACK) || history.hasKept(own.hash()))) {
            LOG.warnf(
                    "the rules of the topic are used, those of this installation differ revision=%d publishedBy=%s",
                    active.number(), active.publishedBy());
            return false;
        }
        return differs;
    }

    private void publishOwn(RevisionLog revisions, RulePack pack) throws IOException, InterruptedException {
        try {
            RuleSetRevision published = revisions.publish(history -> {
                RuleSetRevision active = history.active();
                if (active != null && isSame(active, pack)) {
                    return new RevisionLog.Draft.Keyed(RuleSetRevision.ACTIVE, active);
                }
                var revision = pack.revision(history.nextNumber(), RuleSetRevision.OWN_PACK, clock.instant(), null);
                return new RevisionLog.Draft.Keyed(RuleSetRevision.ACTIVE, revision);
            });
            LOG.infof("own rule pack published revision=%d version=%s", published.number(), published.hash());
        } catch (RevisionLog.ConflictException _) {
            // a neighbour that starts at the same moment publishes the same
            LOG.info("own rule pack published by another instance");
        }
    }

    private static boolean isSame(RuleSetRevision revision, RulePack pack) {
        return revision.hash().equals(pack.hash());
    }

    /// Rules that this version cannot load must not end all detection: the newest that it can load are used, loudly.
    private void useOrFallBack(
            RevisionLog revisions, RevisionHistory history, @Nullable RuleSetRevision active, ActiveRules own)
            throws IOException {
        if (active == null) {
            throw new IOException("the rules topic holds no active revision yet");
        }
        if (isSame(active, own.pack())) {
            ruleSets.use(active.number(), own, clock.instant());
            return;
        }
        if (ruleSets.offer(active, clock.instant())) {
            return;
        }
        RuleSets.Refused refused = ruleSets.refused();
        for (long number : history.kept().reversed().sequencedKeySet()) {
            RuleSetRevision older = number == active.number() ? null : revisions.kept(number);
            if (older != null && ruleSets.offer(older, clock.instant())) {
                break;
            }
        }
        ruleSets.refuse(refused);
        LOG.errorf("an older rule set is used revision=%d", ruleSets.inUse().number());
    }

    /// @param files the whole rule set
    /// @param base hash of the revision that it was made from; null = whatever is active
    /// @throws ActiveRules.RulesRejectedException when it does not load
    Outcome push(List<RuleSetRevision.File> files, String account, @Nullable String comment, @Nullable String base)
            throws IOException, InterruptedException, RevisionLog.ConflictException {
        RulePack pack = RulePack.of(files);
        ActiveRules.compile(pack);
        String key = config.secondPerson() ? RuleSetRevision.PROPOSED : RuleSetRevision.ACTIVE;
        RuleSetRevision published = log().publish(history -> {
            requireBase(history, base);
            var revision = pack.revision(history.nextNumber(), account, clock.instant(), comment);
            return new RevisionLog.Draft.Keyed(key, revision);
        });
        LOG.infof("rule set pushed revision=%d publishedBy=%s key=%s", published.number(), account, key);
        return new Outcome(published, !config.secondPerson());
    }

    /// Makes the waiting revision active.
    ///
    /// @param hash of the revision that the account has looked at
    Outcome approve(String hash, String account)
            throws IOException, InterruptedException, RevisionLog.ConflictException {
        RuleSetRevision published = log().publish(history -> {
            RuleSetRevision waiting = history.proposed();
            if (waiting == null || !waiting.hash().equals(hash)) {
                throw new RevisionLog.ConflictException("no revision with this hash waits for approval");
            }
            if (waiting.publishedBy().equals(account)) {
                throw new RevisionLog.ConflictException(
                        account + " pushed this revision; approval is another person's");
            }
            return new RevisionLog.Draft.Keyed(
                    RuleSetRevision.ACTIVE, approved(waiting, history.nextNumber(), account, clock.instant()));
        });
        LOG.infof("rule set approved revision=%d approvedBy=%s", published.number(), account);
        return new Outcome(published, true);
    }

    private static RuleSetRevision approved(RuleSetRevision waiting, long number, String account, Instant now) {
        return new RuleSetRevision(
                number,
                waiting.hash(),
                now,
                waiting.publishedBy(),
                account,
                waiting.comment(),
                waiting.restoredFrom(),
                waiting.files());
    }

    /// Brings an older revision back, as a new one. Needs no second person: it was approved once, and going back must
    /// be quick.
    ///
    /// @return null when there is none of this number
    @Nullable
    Outcome restore(long number, String account, @Nullable String comment)
            throws IOException, InterruptedException, RevisionLog.ConflictException {
        RuleSetRevision older = log().kept(number);
        if (older == null) {
            return null;
        }
        ActiveRules.compile(RulePack.of(older));
        RuleSetRevision published = log().publish(history -> {
            var revision = new RuleSetRevision(
                    history.nextNumber(), older.hash(), clock.instant(), account, null, comment, number, older.files());
            return new RevisionLog.Draft.Keyed(RuleSetRevision.ACTIVE, revision);
        });
        LOG.infof("rule set restored revision=%d restoredFrom=%d publishedBy=%s", published.number(), number, account);
        return new Outcome(published, true);
    }

    RevisionHistory history() throws IOException {
        return log().read();
    }

    @Nullable
    RuleSetRevision kept(long number) throws IOException {
        return log().kept(number);
    }

    private RevisionLog log() throws IOException {
        RevisionLog revisions = log;
        if (revisions == null) {
            throw new IOException("the brokers have not answered yet");
        }
        return revisions;
    }

    private static void requireBase(RevisionHistory history, @Nullable String base)
            throws RevisionLog.ConflictException {
        RuleSetRevision active = history.active();
        if (base != null && active != null && !active.hash().equals(base)) {
            throw new RevisionLog.ConflictException("revision " + active.number() + " by " + active.publishedBy()
                    + " became active since; look at it, then push again");
        }
    }
}
