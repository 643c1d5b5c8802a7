package tw.vigil.ingest.digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log files that came and those that digests vouch for, brought together in whatever order they come. Bounded: of
/// more than so many, the oldest are forgotten.
final class LogFiles {
    /// @param hash hex SHA-256
    private record Came(String hash, String sourceId) {}

    private record Vouched(
            String hash, String digest, String account, String sourceId, Instant since, boolean settled) {
        Vouched settle() {
            return new Vouched(hash, digest, account, sourceId, since, true);
        }
    }

    private final Map<String, Came> came;
    private final Map<String, Vouched> vouched;
    private final Duration patience;
    private long verified;
    private long forgotten;

    LogFiles(Duration patience, int remembered) {
        this.patience = patience;
        came = bounded(remembered);
        vouched = bounded(remembered);
    }

    /// A log file was taken in.
    @Nullable
    TrailFinding taken(String path, String hash, String sourceId) {
        Came before = came.put(path, new Came(hash, sourceId));
        Vouched expected = vouched.get(path);
        if (expected != null) {
            return compare(path, hash, expected, before != null && before.hash().equals(hash));
        }
        return before == null || before.hash().equals(hash)
                ? null
                : new TrailFinding(
                        TrailBreak.LOG_FILE_ALTERED,
                        sourceId,
                        path,
                        path,
                        "",
                        "the log file was read twice and had another content the second time");
    }

    /// A digest vouches for a log file.
    @Nullable
    TrailFinding vouchedFor(DigestFile.LogFile file, DigestFile digest, String sourceId, Instant now) {
        var expected = new Vouched(file.hash(), digest.path(), digest.account(), sourceId, now, false);
        vouched.put(file.path(), expected);
        Came known = came.get(file.path());
        return known == null ? null : compare(file.path(), known.hash(), expected, false);
    }

    /// The files that did not come in time, each told once.
    List<TrailFinding> missing(Instant now) {
        var missing = new ArrayList<TrailFinding>();
        for (Map.Entry<String, Vouched> entry : vouched.entrySet()) {
            Vouched expected = entry.getValue();
            if (expected.since().plus(patience).isAfter(now)) {
                // In the order in which they were vouched for: none after this one has waited longer.
                break;
            }
            if (!expected.settled()) {
                entry.setValue(expected.settle());
                missing.add(finding(
                        TrailBreak.LOG_FILE_MISSING,
                        entry.getKey(),
                        expected,
                        "a digest vouches for the log file, and it did not come within " + patience));
            }
        }
        return missing;
    }

    int waiting() {
        return (int) vouched.values().stream().filter(file -> !file.settled()).count();
    }

    long verified() {
        return verified;
    }

    long forgotten() {
        return forgotten;
    }

    private @Nullable TrailFinding compare(String path, String hash, Vouched expected, boolean again) {
        vouched.replace(path, expected.settle());
        if (hash.equals(expected.hash())) {
            verified += again ? 0 : 1;
            return null;
        }
        return finding(
                TrailBreak.LOG_FILE_ALTERED,
                path,
                expected,
                "the log file's content is not the one that the digest vouches for");
    }

    private static TrailFinding finding(TrailBreak kind, String path, Vouched expected, String detail) {
        return new TrailFinding(kind, expected.sourceId(), path, expected.digest(), expected.account(), detail);
    }

    private <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                boolean full = size() > most;
                forgotten += full ? 1 : 0;
                return full;
            }
        };
    }
}
