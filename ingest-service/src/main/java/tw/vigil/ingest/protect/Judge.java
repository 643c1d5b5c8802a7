package tw.vigil.ingest.protect;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Says which candidates of a record are taken for real, and how surely.
final class Judge {
    /// So many different addresses or phone numbers in one record are a list of people.
    static final int MANY = 5;

    private static final int SURE = 2;

    private final Map<Kind, Set<String>> distinct = new EnumMap<>(Kind.class);

    /// To be told of all candidates before the first is judged.
    void hear(Candidate candidate) {
        distinct.computeIfAbsent(candidate.kind(), _ -> new HashSet<>()).add(candidate.value());
    }

    boolean takes(Candidate candidate) {
        return candidate.context()
                || switch (candidate.kind().alone()) {
                    case ENOUGH -> true;
                    case MANY -> distinct(candidate.kind()) >= MANY;
                    case NEVER -> false;
                };
    }

    Confidence confidence(Candidate candidate) {
        if (candidate.kind() == Kind.COMPANY_NUMBER) {
            return Confidence.LOW;
        }
        boolean sure = !candidate.kind().likelyOnly() || candidate.context() || distinct(candidate.kind()) >= SURE;
        return sure ? Confidence.HIGH : Confidence.MEDIUM;
    }

    private int distinct(Kind kind) {
        return distinct.getOrDefault(kind, Set.of()).size();
    }
}
