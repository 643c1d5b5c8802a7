package tw.vigil.ingest.syslog;

import java.util.List;

/// Where messages go. Thread-safe.
interface MessageSink {
    /// Returns when Kafka has acknowledged all of them.
    void take(List<byte[]> messages) throws InterruptedException;

    /// A message was cut because it was too long.
    void cut();

    /// Octet counting was lost within a stream; it goes on at the next line.
    void lost();

    /// Datagrams came that could not be kept.
    void dropped(long datagrams);
}
