package tw.vigil.sigma.offline;

import java.time.Instant;
import tw.vigil.sigma.LogSource;

/// An event as the offline run takes it.
///
/// @param id its identity; the same identity never counts twice in a correlation
/// @param json one JSON object, UTF-8
@SuppressWarnings("ArrayRecordComponent") // the bytes are only read, nobody compares events
public record OfflineEvent(String id, Instant time, LogSource source, byte[] json) {}
