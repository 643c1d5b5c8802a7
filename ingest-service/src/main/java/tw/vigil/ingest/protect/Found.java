package tw.vigil.ingest.protect;

/// One value that was replaced, in the words in which it may be told.
///
/// @param path JSON path of where it was
/// @param masked its first character and its last two
/// @param fingerprint see [Fingerprints]
record Found(Kind kind, String path, Confidence confidence, String masked, String fingerprint) {
    private static final int LAST = 2;

    static String mask(String value) {
        return value.length() <= LAST + 1 ? "***" : value.charAt(0) + "***" + value.substring(value.length() - LAST);
    }
}
