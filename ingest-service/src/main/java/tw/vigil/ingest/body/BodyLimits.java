package tw.vigil.ingest.body;

/// Bounds of one request or file.
///
/// @param bytes as sent, so compressed where it is
/// @param unzippedBytes after decompression
/// @param ratio most bytes that one compressed byte may become
public record BodyLimits(long bytes, long unzippedBytes, int ratio) {}
