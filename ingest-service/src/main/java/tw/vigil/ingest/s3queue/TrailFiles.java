package tw.vigil.ingest.s3queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.util.List;
import tw.vigil.ingest.digest.TrailIntegrity;
import tw.vigil.ingest.digest.TrailObject;
import tw.vigil.ingest.intake.Receipt;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// Tells whoever verifies CloudTrail's files of those that came. Digest files are never taken in as events.
@ApplicationScoped
class TrailFiles {
    /// A digest of an hour with 50,000 log files has about 16 MB before compression.
    private static final int LARGEST_DIGEST = 16 << 20;
    private static final String SIGNATURE = "signature";

    private final List<TrailIntegrity> verifiers;

    TrailFiles(@Any Instance<TrailIntegrity> verifiers) {
        this.verifiers = verifiers.stream().toList();
    }

    static boolean isDigest(ObjectRef object) {
        return TrailObject.isDigest(object.key());
    }

    /// @return always true
    boolean digest(String sourceId, ObjectRef digest, S3Objects objects) throws IOException, KafkaUnavailableException {
        if (verifiers.isEmpty()) {
            return true;
        }
        try (S3Objects.Stored stored = objects.open(digest)) {
            byte[] content = stored.content().readNBytes(LARGEST_DIGEST);
            for (TrailIntegrity verifier : verifiers) {
                verifier.digest(
                        trailObject(sourceId, digest),
                        content,
                        stored.metadata().get(SIGNATURE));
            }
        }
        return true;
    }

    /// @return always true
    boolean taken(String sourceId, ObjectRef object, Receipt receipt) throws KafkaUnavailableException {
        String hash = receipt.contentSha256();
        if (hash != null && TrailObject.isLogFile(object.key())) {
            for (TrailIntegrity verifier : verifiers) {
                verifier.logFile(trailObject(sourceId, object), hash);
            }
        }
        return true;
    }

    private static TrailObject trailObject(String sourceId, ObjectRef object) {
        return new TrailObject(sourceId, object.bucket(), object.key());
    }
}
