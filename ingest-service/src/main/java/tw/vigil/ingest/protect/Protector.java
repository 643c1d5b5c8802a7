package tw.vigil.ingest.protect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Replaces what it finds in a record by tokens and leaves every other byte as it is. Thread-safe.
final class Protector {
    private final Suspicion suspicion;
    private final Scan scan;
    private final ValueTokens tokens;
    private final Fingerprints fingerprints;
    private final Set<String> benign;

    /// @param benign fingerprints of values that may stay
    Protector(
            Suspicion suspicion,
            List<Detector> detectors,
            ValueTokens tokens,
            Fingerprints fingerprints,
            Set<String> benign) {
        this.suspicion = suspicion;
        scan = new Scan(detectors, tokens);
        this.tokens = tokens;
        this.fingerprints = fingerprints;
        this.benign = Set.copyOf(benign);
    }

    private record Hit(int place, Leaf leaf, Candidate candidate, String fingerprint) {}

    /// @param json one JSON object, checked before
    ProtectedRecord json(byte[] json) {
        return suspicion.any(json, 0, json.length)
                ? replaced(json, JsonWalk.suspicious(json, suspicion))
                : new ProtectedRecord(json, List.of());
    }

    /// @param bytes of any form
    ProtectedRecord text(byte[] bytes) {
        return isPlain(bytes) && !suspicion.any(bytes, 0, bytes.length)
                ? new ProtectedRecord(bytes, List.of())
                : closely(bytes);
    }

    private ProtectedRecord closely(byte[] bytes) {
        return replaced(bytes, List.of(new Leaf(0, bytes.length, Leaf.Form.TEXT, List.of(), null)));
    }

    /// Suspicion reads as in JSON: there a backslash begins an escape, and no string goes over the end of a line.
    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\\' || b == '\n' || b == '\r') {
                return false;
            }
        }
        return true;
    }

    /// All of the bytes as one token, for what would not fit otherwise.
    byte[] whole(byte[] bytes, Kind kind) {
        return tokens.token(kind, bytes, false).getBytes(StandardCharsets.US_ASCII);
    }

    private ProtectedRecord replaced(byte[] record, List<Leaf> leaves) {
        List<Hit> hits = hits(record, leaves);
        return hits.isEmpty()
                ? new ProtectedRecord(record, List.of())
                : new ProtectedRecord(splice(record, hits), found(record, hits));
    }

    /// What is real, in the order of the record.
    private List<Hit> hits(byte[] record, List<Leaf> leaves) {
        var judge = new Judge();
        var candidates = new ArrayList<List<Candidate>>(leaves.size());
        for (Leaf leaf : leaves) {
            List<Candidate> seen = scan.leaf(record, leaf);
            seen.forEach(judge::hear);
            candidates.add(seen);
        }
        var hits = new ArrayList<Hit>();
        for (int i = 0; i < leaves.size(); i++) {
            for (Candidate candidate : new LinkedHashSet<>(candidates.get(i))) {
                if (judge.takes(candidate)) {
                    String fingerprint = fingerprints.of(candidate.kind(), candidate.value());
                    if (!benign.contains(fingerprint)) {
                        hits.add(new Hit(i, leaves.get(i), candidate, fingerprint));
                    }
                }
            }
        }
        hits.sort(Comparator.comparingInt((Hit hit) -> hit.candidate().from())
                .thenComparing(hit -> hit.candidate().kind()));
        return hits;
    }

    private byte[] splice(byte[] record, List<Hit> hits) {
        var out = new ByteArrayOutputStream(record.length + 64 * hits.size());
        int done = 0;
        int i = 0;
        while (i < hits.size()) {
            boolean number = hits.get(i).leaf().form() == Leaf.Form.NUMBER;
            int from =
                    number ? hits.get(i).leaf().from() : hits.get(i).candidate().from();
            int to = number ? hits.get(i).leaf().to() : hits.get(i).candidate().to();
            Kind kind = hits.get(i).candidate().kind();
            for (i++; i < hits.size() && hits.get(i).candidate().from() < to; i++) {
                Candidate next = hits.get(i).candidate();
                to = Math.max(to, next.to());
                kind = next.kind().compareTo(kind) < 0 ? next.kind() : kind;
            }
            String token = tokens.token(kind, Arrays.copyOfRange(record, from, to), number);
            out.write(record, done, from - done);
            out.writeBytes((number ? '"' + token + '"' : token).getBytes(StandardCharsets.US_ASCII));
            done = to;
        }
        out.write(record, done, record.length - done);
        return out.toByteArray();
    }

    /// Each value once per place, though it may have been seen under several layers of encoding.
    private static List<Found> found(byte[] record, List<Hit> hits) {
        var judge = new Judge();
        hits.forEach(hit -> judge.hear(hit.candidate()));
        var unspeakable = new HashSet<String>();
        for (Hit hit : hits) {
            if (hit.leaf().form() == Leaf.Form.NAME) {
                unspeakable.add(
                        Text.ofJson(record, hit.leaf().from(), hit.leaf().to()).toString());
            }
        }
        var seen = new HashSet<String>();
        var found = new ArrayList<Found>();
        for (Hit hit : hits) {
            Candidate candidate = hit.candidate();
            if (seen.add(hit.fingerprint() + ' ' + hit.place())) {
                found.add(new Found(
                        candidate.kind(),
                        hit.leaf().path(unspeakable),
                        judge.confidence(candidate),
                        Found.mask(candidate.value()),
                        hit.fingerprint()));
            }
        }
        return found;
    }
}
