package tw.vigil.ingest.digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The digests of all trails, linked by what each says of the one before it, and the log files that they vouch for.
/// Objects may come in any order, also the newest first; what is awaited is missing only after the patience. The same
/// objects in the same order lead to the same findings. Not thread-safe.
final class DigestChains {
    /// A digest that came, whether or not it could be proven.
    private record Known(
            String chain, String hash, @Nullable String signature) {}

    /// A digest whose predecessor has not come.
    private record Waiting(DigestFile digest, String sourceId, Instant since) {}

    /// What is known of one trail, account and region.
    static final class Chain {
        private Instant oldest = Instant.MAX;
        private Instant newest = Instant.MIN;
        private final List<Waiting> starts = new ArrayList<>();

        Instant newest() {
            return newest;
        }
    }

    private final PublicKeys keys;
    private final Duration patience;
    private final LogFiles logFiles;
    private final Map<String, Known> known;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<String, Chain> chains = new HashMap<>();
    private long verified;

    /// @param patience how long what a digest names may come later than the digest
    /// @param remembered most digests and most log files that are kept in mind
    DigestChains(PublicKeys keys, Duration patience, int remembered) {
        this.keys = keys;
        this.patience = patience;
        logFiles = new LogFiles(patience, remembered);
        known = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > remembered;
            }
        };
    }

    /// A log file was taken in.
    List<TrailFinding> logFile(TrailObject file, String contentHash) {
        TrailFinding finding = logFiles.taken(file.path(), contentHash, file.sourceId());
        return finding == null ? List.of() : List.of(finding);
    }

    /// A digest was read.
    List<TrailFinding> digest(TrailObject object, byte[] content, @Nullable String signature, Instant now) {
        DigestFile digest;
        String hash;
        try {
            byte[] plain = DigestContent.plain(content);
            hash = Hashes.sha256(plain);
            digest = DigestFile.read(plain);
        } catch (UnreadableDigestException e) {
            return List.of(new TrailFinding(
                    TrailBreak.DIGEST_UNREADABLE,
                    object.sourceId(),
                    object.path(),
                    object.path(),
                    "",
                    "the digest cannot be read: " + e.getMessage()));
        }
        if (!object.path().equals(digest.path())) {
            return List.of(
                    of(TrailBreak.DIGEST_MOVED, digest, object, "the digest lies elsewhere than it says that it lies"));
        }
        var findings = new ArrayList<TrailFinding>();
        var fresh = new Known(digest.chain(), hash, signature);
        Known before = known.put(digest.path(), fresh);
        if (before != null && before.hash().equals(hash)) {
            return findings;
        }
        if (before != null) {
            findings.add(of(TrailBreak.CHAIN_BROKEN, digest, object, "the digest was read twice and had changed"));
        }
        boolean forged = judgeSignature(digest, hash, signature, object, findings);
        link(digest, object, now, findings);
        if (!forged) {
            for (DigestFile.LogFile file : digest.logFiles()) {
                TrailFinding finding = logFiles.vouchedFor(file, digest, object.sourceId(), now);
                if (finding != null) {
                    findings.add(finding);
                }
            }
        }
        return findings;
    }

    /// What did not come in time; to be asked now and then.
    List<TrailFinding> missing(Instant now) {
        var findings = new ArrayList<>(logFiles.missing(now));
        waiting.entrySet().removeIf(entry -> {
            Waiting next = entry.getValue();
            boolean inTheMiddle =
                    chain(next.digest()).oldest.isBefore(next.digest().end());
            if (!inTheMiddle || next.since().plus(patience).isAfter(now)) {
                return false;
            }
            findings.add(new TrailFinding(
                    TrailBreak.DIGEST_MISSING,
                    next.sourceId(),
                    entry.getKey(),
                    next.digest().path(),
                    next.digest().account(),
                    "the digest before " + next.digest().endTime() + " did not come, although older ones did"));
            return true;
        });
        return findings;
    }

    /// By the part of the names that the digests of a chain have in common.
    Map<String, Chain> chains() {
        return chains;
    }

    LogFiles logFiles() {
        return logFiles;
    }

    /// Digests whose signature was proven.
    long verified() {
        return verified;
    }

    /// @return whether somebody else than CloudTrail wrote it: then it vouches for nothing
    private boolean judgeSignature(
            DigestFile digest,
            String hash,
            @Nullable String signature,
            TrailObject object,
            List<TrailFinding> findings) {
        TrailBreak wrong = SignatureCheck.judge(digest, hash, signature, keys);
        if (wrong == null) {
            verified++;
            return false;
        }
        if (wrong == TrailBreak.KEY_UNKNOWN) {
            // Told of the chain and the key, not of each digest: there is one every hour.
            findings.add(new TrailFinding(
                    wrong,
                    object.sourceId(),
                    digest.chain(),
                    digest.fingerprint(),
                    digest.account(),
                    "the public key " + digest.fingerprint() + " is not among those configured"));
            return false;
        }
        boolean forged = wrong == TrailBreak.SIGNATURE_INVALID;
        String detail = forged ? "the digest's signature is not CloudTrail's" : "the digest came without its signature";
        findings.add(of(wrong, digest, object, detail));
        return forged;
    }

    private void link(DigestFile digest, TrailObject object, Instant now, List<TrailFinding> findings) {
        Chain chain = chain(digest);
        DigestFile.Link previous = digest.previous();
        if (previous == null) {
            chain.starts.add(new Waiting(digest.withoutLogFiles(), object.sourceId(), now));
        } else {
            Known before = known.get(previous.path());
            if (before == null) {
                waiting.put(previous.path(), new Waiting(digest.withoutLogFiles(), object.sourceId(), now));
            } else {
                compare(digest, previous, before, object.sourceId(), findings);
            }
        }
        Waiting next = waiting.remove(digest.path());
        if (next != null && next.digest().previous() != null) {
            Known self = known.get(digest.path());
            if (self != null) {
                compare(next.digest(), next.digest().previous(), self, next.sourceId(), findings);
            }
        }
        // Something older came just now, so a backfill goes on: what waits behind it has time again.
        waiting.replaceAll((_, later) -> later.digest().chain().equals(digest.chain())
                        && digest.end().isBefore(later.digest().end())
                ? new Waiting(later.digest(), later.sourceId(), now)
                : later);
        chain.oldest = min(chain.oldest, digest.end());
        chain.newest = max(chain.newest, digest.end());
        chain.starts.removeIf(start -> {
            boolean again = chain.oldest.isBefore(start.digest().end());
            if (again) {
                findings.add(new TrailFinding(
                        TrailBreak.CHAIN_RESTARTED,
                        start.sourceId(),
                        start.digest().path(),
                        start.digest().path(),
                        start.digest().account(),
                        "a chain of digests begins anew at " + start.digest().endTime()
                                + ": the trail or its validation was off"));
            }
            return again;
        });
    }

    private static void compare(
            DigestFile digest, DigestFile.Link previous, Known before, String sourceId, List<TrailFinding> findings) {
        boolean same = before.hash().equals(previous.hash())
                && (before.signature() == null || before.signature().strip().equalsIgnoreCase(previous.signature()));
        if (!same) {
            findings.add(new TrailFinding(
                    TrailBreak.CHAIN_BROKEN,
                    sourceId,
                    previous.path(),
                    digest.path(),
                    digest.account(),
                    "the digest is not the one that the next one, of " + digest.endTime() + ", names"));
        }
    }

    private Chain chain(DigestFile digest) {
        return chains.computeIfAbsent(digest.chain(), _ -> new Chain());
    }

    private static TrailFinding of(TrailBreak kind, DigestFile digest, TrailObject object, String detail) {
        return new TrailFinding(kind, object.sourceId(), object.path(), object.path(), digest.account(), detail);
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant max(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
