package tw.vigil.ingest.digest;

/// Something about a trail that is not as it should be.
///
/// @param path bucket and key of the object that it is about
/// @param digest bucket and key of the digest that says so; the object itself where that is a digest
/// @param account of the trail, empty where no digest says it
/// @param detail for people
record TrailFinding(TrailBreak kind, String sourceId, String path, String digest, String account, String detail) {
    /// The same for the same finding, whoever finds it and however often.
    String id() {
        return "trail/" + kind.label() + "/" + Hashes.sha256(path + "\n" + digest);
    }
}
