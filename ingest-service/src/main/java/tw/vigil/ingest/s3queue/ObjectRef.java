package tw.vigil.ingest.s3queue;

import org.jspecify.annotations.Nullable;

/// An object as S3 knows it.
///
/// @param key as it is, not URL-encoded
/// @param version in a bucket with versions, else null: an object written twice is two objects
public record ObjectRef(String bucket, String key, @Nullable String version) {}
