package tw.vigil.ingest.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.digest.TrailFixture.Digest;

class DigestChainsTest {
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Instant NOW = Instant.parse("2026-08-20T20:00:00Z");
    private static final Instant LATER = NOW.plus(PATIENCE).plusSeconds(1);

    private final TrailFixture trail = new TrailFixture();
    private final DigestChains chains = new DigestChains(trail.publicKeys(), PATIENCE, 1000);
    private final List<TrailFinding> findings = new ArrayList<>();

    @Test
    void untouchedTrailHasNoFindings() {
        Digest first = trail.first(2);
        Digest second = trail.next(3);
        Digest third = trail.next(0);

        takeLogFiles();
        read(first, second, third);

        assertThat(breaksUntil(LATER)).isEmpty();
        assertThat(chains.verified()).isEqualTo(3);
        assertThat(chains.logFiles().verified()).isEqualTo(5);
    }

    @Test
    void orderDoesNotMatter() {
        Digest first = trail.first(1);
        Digest second = trail.next(1);
        Digest third = trail.next(1);

        read(third, first, second);
        takeLogFiles();

        assertThat(breaksUntil(LATER)).isEmpty();
        assertThat(chains.logFiles().verified()).isEqualTo(3);
    }

    @Test
    void digestReadAgainChangesNothing() {
        Digest first = trail.first(1);

        read(first, first);
        takeLogFiles();
        takeLogFiles();

        assertThat(breaksUntil(LATER)).isEmpty();
        assertThat(chains.logFiles().verified()).isEqualTo(1);
    }

    @Test
    void changedDigestHasNoValidSignature() {
        Digest first = trail.first(1);

        read(first.with("\"awsAccountId\":\"111122223333\"", "\"awsAccountId\":\"444455556666\""));

        assertThat(kinds()).containsExactly(TrailBreak.SIGNATURE_INVALID);
    }

    @Test
    void changedDigestVouchesForNothing() {
        Digest first = trail.first(1);
        String hash = Hashes.sha256(trail.logFiles.values().iterator().next());
        read(first.with(hash, Hashes.sha256("forged")));
        trail.logFiles.replaceAll((_, _) -> "forged".getBytes(StandardCharsets.UTF_8));
        takeLogFiles();

        assertThat(breaksUntil(LATER)).containsExactly(TrailBreak.SIGNATURE_INVALID);
        assertThat(chains.logFiles().verified()).isZero();
    }

    @Test
    void changedDigestIsNotTheOneThatTheNextNames() {
        Digest first = trail.first(1);
        Digest second = trail.next(0);
        takeLogFiles();

        read(first.with("oldestEventTime", "oldestEventTimf"), second);

        assertThat(kinds()).containsExactly(TrailBreak.SIGNATURE_INVALID, TrailBreak.CHAIN_BROKEN);
        assertThat(findings.getLast().path()).endsWith(first.key());
    }

    @Test
    void digestSignedByAnotherKeyIsNotCloudTrails() {
        Digest first = new TrailFixture(TrailFixture.newKeys()).first(0);

        read(first);

        assertThat(kinds()).containsExactly(TrailBreak.SIGNATURE_INVALID);
    }

    @Test
    void damagedAndAbsentSignaturesAreTold() {
        Digest first = trail.first(0);

        readSigned(first, null);
        assertThat(kinds()).containsExactly(TrailBreak.SIGNATURE_MISSING);

        findings.clear();
        Digest second = trail.next(0);
        readSigned(second, "no hex at all");
        assertThat(kinds()).contains(TrailBreak.SIGNATURE_INVALID);
    }

    @Test
    void withoutThePublicKeyTheLogFilesAreStillCompared() {
        var unkeyed = new DigestChains(_ -> null, PATIENCE, 1000);
        Digest first = trail.first(1);
        String path = trail.logFiles.keySet().iterator().next();

        findings.addAll(unkeyed.digest(first.object(), first.gzip(), first.signature(), NOW));
        findings.addAll(unkeyed.logFile(object(path), Hashes.sha256("altered")));

        assertThat(kinds()).containsExactly(TrailBreak.KEY_UNKNOWN, TrailBreak.LOG_FILE_ALTERED);
    }

    @Test
    void alteredLogFileIsFoundWhicheverComesFirst() {
        Digest first = trail.first(2);
        var paths = List.copyOf(trail.logFiles.keySet());

        take(paths.getFirst(), "altered");
        read(first);
        take(paths.getLast(), "altered, too");

        assertThat(kinds()).containsExactly(TrailBreak.LOG_FILE_ALTERED, TrailBreak.LOG_FILE_ALTERED);
        assertThat(findings)
                .extracting(TrailFinding::path)
                .containsExactly("logs/" + paths.getFirst(), "logs/" + paths.getLast());
        assertThat(findings).extracting(TrailFinding::account).containsOnly(TrailFixture.ACCOUNT);
    }

    @Test
    void logFileOverwrittenAfterItWasVerifiedIsFound() {
        Digest first = trail.first(1);
        read(first);
        takeLogFiles();
        assertThat(kinds()).isEmpty();

        take(trail.logFiles.keySet().iterator().next(), "overwritten");

        assertThat(kinds()).containsExactly(TrailBreak.LOG_FILE_ALTERED);
    }

    @Test
    void logFileOverwrittenBeforeAnyDigestIsFound() {
        trail.first(1);
        String path = trail.logFiles.keySet().iterator().next();

        take(path, "one");
        take(path, "another");

        assertThat(kinds()).containsExactly(TrailBreak.LOG_FILE_ALTERED);
    }

    @Test
    void deletedLogFileIsMissingAfterThePatienceAndToldOnce() {
        read(trail.first(1));

        assertThat(breaksUntil(NOW.plus(PATIENCE).minusSeconds(1))).isEmpty();
        assertThat(breaksUntil(LATER)).containsExactly(TrailBreak.LOG_FILE_MISSING);
        assertThat(chains.missing(LATER.plusSeconds(60))).isEmpty();

        takeLogFiles();
        assertThat(chains.logFiles().verified()).isEqualTo(1);
    }

    @Test
    void verifiedLogFileThatWasForgottenIsNotMissing() {
        var small = new DigestChains(trail.publicKeys(), PATIENCE, 2);
        Digest first = trail.first(2);
        small.digest(first.object(), first.gzip(), first.signature(), NOW);
        trail.logFiles.forEach((key, content) -> small.logFile(object(key), Hashes.sha256(content)));
        small.logFile(object("a"), "1");
        small.logFile(object("b"), "2");

        assertThat(small.missing(LATER)).isEmpty();
    }

    @Test
    void deletedDigestIsMissingWhenOlderOnesCame() {
        Digest first = trail.first(0);
        Digest second = trail.next(0);
        Digest third = trail.next(0);

        read(first, third);

        assertThat(breaksUntil(LATER)).containsExactly(TrailBreak.DIGEST_MISSING);
        assertThat(findings.getFirst().path()).endsWith(second.key());
    }

    @Test
    void digestsBeforeTheFirstOneReadAreNotMissing() {
        trail.first(0);
        trail.next(0);

        read(trail.next(0));

        assertThat(breaksUntil(LATER)).isEmpty();
    }

    @Test
    void backfillHasTimeBeforeItsGapsAreMissing() {
        Digest first = trail.first(0);
        Digest second = trail.next(0);
        Digest third = trail.next(0);
        read(third);
        assertThat(breaksUntil(LATER)).isEmpty();

        readAt(first, LATER);
        assertThat(breaksUntil(LATER.plusSeconds(60))).isEmpty();
        readAt(second, LATER.plusSeconds(120));

        assertThat(breaksUntil(LATER.plus(PATIENCE).plusSeconds(600))).isEmpty();
    }

    @Test
    void chainThatBeginsAnewIsToldInEitherOrder() {
        Digest first = trail.first(0);
        Digest again = trail.first(0);
        read(first, again);
        assertThat(kinds()).containsExactly(TrailBreak.CHAIN_RESTARTED);

        var backwards = new DigestChains(trail.publicKeys(), PATIENCE, 1000);
        var told = new ArrayList<>(backwards.digest(again.object(), again.gzip(), again.signature(), NOW));
        assertThat(told).isEmpty();
        told.addAll(backwards.digest(first.object(), first.gzip(), first.signature(), NOW));
        assertThat(told)
                .extracting(TrailFinding::id)
                .containsExactly(findings.getFirst().id());
    }

    @Test
    void digestUnderAnotherNameIsMoved() {
        Digest first = trail.first(0);
        var elsewhere = new TrailObject("aws.cloudtrail", "other-bucket", first.key());

        findings.addAll(chains.digest(elsewhere, first.gzip(), first.signature(), NOW));

        assertThat(kinds()).containsExactly(TrailBreak.DIGEST_MOVED);
    }

    @Test
    void whatIsNoDigestIsTold() {
        var object = new TrailObject("aws.cloudtrail", "logs", "AWSLogs/1/CloudTrail-Digest/x.json.gz");
        byte[] cut = new byte[] {0x1f, (byte) 0x8b, 8};

        for (byte[] content : List.of(bytes("{}"), bytes("[1"), bytes("{\"a\":1,\"a\":2}"), cut)) {
            findings.addAll(chains.digest(object, content, "00", NOW));
        }

        assertThat(kinds()).hasSize(4).containsOnly(TrailBreak.DIGEST_UNREADABLE);
    }

    @Test
    void whatIsKeptInMindIsBoundedAndForgettingIsCounted() {
        var small = new DigestChains(trail.publicKeys(), PATIENCE, 2);
        Digest first = trail.first(3);

        small.digest(first.object(), first.gzip(), first.signature(), NOW);

        assertThat(small.logFiles().forgotten()).isEqualTo(1);
        assertThat(small.logFiles().waiting()).isEqualTo(2);
    }

    private void takeLogFiles() {
        trail.logFiles.forEach((key, content) -> findings.addAll(chains.logFile(object(key), Hashes.sha256(content))));
    }

    private void take(String key, String content) {
        findings.addAll(chains.logFile(object(key), Hashes.sha256(content)));
    }

    private void read(Digest... digests) {
        for (Digest digest : digests) {
            readAt(digest, NOW);
        }
    }

    private void readAt(Digest digest, Instant now) {
        findings.addAll(chains.digest(digest.object(), digest.gzip(), digest.signature(), now));
    }

    private void readSigned(Digest digest, @Nullable String signature) {
        findings.addAll(chains.digest(digest.object(), digest.gzip(), signature, NOW));
    }

    private List<TrailBreak> breaksUntil(Instant time) {
        findings.addAll(chains.missing(time));
        return kinds();
    }

    private List<TrailBreak> kinds() {
        return findings.stream().map(TrailFinding::kind).toList();
    }

    private static TrailObject object(String key) {
        return new TrailObject("aws.cloudtrail", TrailFixture.BUCKET, key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
