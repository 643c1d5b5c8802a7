package tw.vigil.ingest.protect;

/// A stretch of a record that has a kind's form and passes its check. Whether it is taken is for [Judge] to say.
///
/// @param value normalised: the same for every way of writing it
/// @param from first byte in the record
/// @param to byte after the last
/// @param context whether a word near it says what it is
record Candidate(Kind kind, String value, int from, int to, boolean context) {
    @Override
    public String toString() {
        return "Candidate[" + kind + " " + from + "-" + to + "]";
    }
}
