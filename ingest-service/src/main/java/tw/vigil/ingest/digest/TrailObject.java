package tw.vigil.ingest.digest;

import java.util.regex.Pattern;

/// An object in a bucket that CloudTrail writes to.
///
/// @param sourceId the configured source that it came by
/// @param bucket name of the bucket that it was read from
/// @param key its name there, decoded
public record TrailObject(String sourceId, String bucket, String key) {
    private static final Pattern DIGEST = Pattern.compile("(?:.*/)?AWSLogs/.+/CloudTrail-Digest/.+\\.json\\.gz");
    private static final Pattern LOG_FILE = Pattern.compile("(?:.*/)?AWSLogs/.+/CloudTrail/.+\\.json\\.gz");

    /// Whether an object of this name is a digest file: to be handed to [TrailIntegrity], never to be taken in as
    /// events.
    public static boolean isDigest(String key) {
        return DIGEST.matcher(key).matches();
    }

    /// Whether an object of this name is a log file that digests vouch for.
    public static boolean isLogFile(String key) {
        return LOG_FILE.matcher(key).matches();
    }

    String path() {
        return bucket + "/" + key;
    }
}
