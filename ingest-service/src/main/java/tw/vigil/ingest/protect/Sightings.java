package tw.vigil.ingest.protect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the detectors see in one leaf, each with whether the words around it say what it is. Leaves out what the
/// leaf's place explains otherwise.
final class Sightings {
    private final byte[] record;
    private final Leaf leaf;
    private final List<Candidate> seen = new ArrayList<>();
    private @Nullable Boolean named;
    private @Nullable Boolean namedCompany;
    private boolean within;

    Sightings(byte[] record, Leaf leaf) {
        this.record = record;
        this.leaf = leaf;
    }

    List<Candidate> seen() {
        return seen;
    }

    /// Whether what comes now is content of something that words around it explain.
    void within(boolean context) {
        within = context;
    }

    /// @param value normalised
    void add(Kind kind, String value, Text text, int from, int to) {
        if (kind == Kind.SECRET && leaf.isActorsKey() && from == 0 && to == text.length()) {
            return;
        }
        boolean context = context(text, from, to);
        boolean whole = from == 0 && to == text.length();
        boolean explained = switch (kind) {
            case EMAIL, MOBILE_PHONE -> leaf.isActor();
            case PAYMENT_CARD -> whole && leaf.isId() && !context;
            case HEALTH_CARD -> whole && leaf.isId() && !named();
            case SECRET,
                    NATIONAL_ID,
                    RESIDENT_ID,
                    RESIDENT_PERMIT,
                    PASSPORT_MRZ,
                    FUTURES_ACCOUNT,
                    BANK_ACCOUNT,
                    PASSPORT,
                    COMPANY_NUMBER -> false;
        };
        if (!explained) {
            seen.add(new Candidate(kind, value, text.from(from), text.to(to - 1), context));
        }
    }

    /// Whether a word near a stretch or a name on the way to it is one of the context words.
    boolean context(Text text, int from, int to) {
        return within || named() || ContextWords.in(around(text, from, to));
    }

    /// The same of the words for companies' numbers.
    boolean ofCompanies(Text text, int from, int to) {
        if (namedCompany == null) {
            namedCompany = ContextWords.ofCompaniesIn(leaf.names(record));
        }
        return namedCompany || ContextWords.ofCompaniesIn(around(text, from, to));
    }

    private boolean named() {
        if (named == null) {
            named = ContextWords.in(leaf.names(record));
        }
        return named;
    }

    private static String around(Text text, int from, int to) {
        String before = text.subSequence(Math.max(0, from - ContextWords.REACH), from);
        return before + ' ' + text.subSequence(to, Math.min(text.length(), to + ContextWords.REACH));
    }
}
