package tw.vigil.evaluator.revision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.InstanceRules;
import tw.vigil.event.RuleSetRevision;

/// What `vigil.rules` says, read up to a point: the active revision, the one that waits for approval, all that were
/// kept, without their files, and what the instances tell.
final class RevisionHistory {
    /// A revision without its files.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Summary(
            @JsonProperty("number") long number,
            @JsonProperty("hash") String hash,
            @JsonProperty("published_at") Instant publishedAt,
            @JsonProperty("published_by") String publishedBy,
            @JsonProperty("approved_by") @Nullable String approvedBy,
            @JsonProperty("comment") @Nullable String comment,
            @JsonProperty("restored_from") @Nullable Long restoredFrom,
            @JsonProperty("files") int files) {

        static Summary of(RuleSetRevision revision) {
            return new Summary(
                    revision.number(),
                    revision.hash(),
                    revision.publishedAt(),
                    revision.publishedBy(),
                    revision.approvedBy(),
                    revision.comment(),
                    revision.restoredFrom(),
                    revision.files().size());
        }
    }

    private final SortedMap<Long, Summary> kept = new TreeMap<>();
    private final SortedMap<String, InstanceRules> instances = new TreeMap<>();
    private @Nullable RuleSetRevision active;
    private @Nullable RuleSetRevision proposed;
    private long next;

    void add(String key, byte @Nullable [] value, RevisionLog log) {
        if (key.equals(RuleSetRevision.ACTIVE)) {
            RuleSetRevision revision = log.revision(key, value);
            active = revision == null ? active : revision;
        } else if (key.equals(RuleSetRevision.PROPOSED)) {
            proposed = log.revision(key, value);
        } else if (key.startsWith(RuleSetRevision.KEPT)) {
            RuleSetRevision revision = log.revision(key, value);
            if (revision != null) {
                kept.put(revision.number(), Summary.of(revision));
            }
        } else if (key.startsWith(InstanceRules.KEY_PREFIX)) {
            InstanceRules told = log.instance(key, value);
            if (told == null) {
                instances.remove(key);
            } else {
                instances.put(key, told);
            }
        }
    }

    void readUpTo(long offset) {
        next = offset;
    }

    /// Where reading goes on.
    long next() {
        return next;
    }

    @Nullable
    RuleSetRevision active() {
        return active;
    }

    @Nullable
    RuleSetRevision proposed() {
        return proposed;
    }

    /// By number.
    SortedMap<Long, Summary> kept() {
        return kept;
    }

    Collection<InstanceRules> instances() {
        return instances.values();
    }

    long nextNumber() {
        long newest = kept.isEmpty() ? 0 : kept.lastKey();
        return Math.max(newest, active == null ? 0 : active.number()) + 1;
    }

    boolean hasKept(String hash) {
        return kept.values().stream().anyMatch(revision -> revision.hash().equals(hash));
    }
}
