package tw.vigil.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tw.vigil.event.EventHeaders;
import tw.vigil.event.Topics;
import tw.vigil.samples.EventStream;

/// What taking in is measured against: a producer that only sends the same records with the same headers and settings.
final class BareProducer {
    private BareProducer() {}

    /// Different CloudTrail records of the last hours.
    static List<EventStream.Sample> cloudTrail(int records) {
        return EventStream.seeded(1)
                .startingAt(Instant.now().minus(Duration.ofHours(2)))
                .limit(records * 8)
                .filter(sample -> sample.source().equals("aws.cloudtrail"))
                .limit(records)
                .toList();
    }

    /// The records as CloudTrail delivers them: one file, gzip.
    static byte[] file(List<EventStream.Sample> samples) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("{\"Records\":[".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < samples.size(); i++) {
                gzip.write(i == 0 ? new byte[0] : new byte[] {','});
                gzip.write(samples.get(i).json());
            }
            gzip.write("]}".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /// Sends the records again and again, until so many are acknowledged.
    ///
    /// @return how many were sent
    static long produce(String bootstrapServers, List<EventStream.Sample> samples, long records) {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        2,
                        "batch.size",
                        131_072),
                new StringSerializer(),
                new ByteArraySerializer())) {
            long sent = 0;
            while (sent < records) {
                for (var sample : samples) {
                    var sending = new ProducerRecord<>(Topics.EVENTS, sample.id(), sample.json());
                    headers(sample).toMap().forEach(sending.headers()::add);
                    var _ = producer.send(sending);
                    sent++;
                }
            }
            producer.flush();
            return sent;
        }
    }

    private static EventHeaders headers(EventStream.Sample sample) {
        return new EventHeaders(
                sample.id(),
                "//aws/111122223333",
                EventHeaders.TYPE_PREFIX + sample.source(),
                sample.time(),
                "arn:aws:s3:::some-bucket",
                "aws",
                "cloudtrail",
                null,
                "111122223333",
                "eu-west-1",
                null,
                Instant.now(),
                sample.source(),
                "0".repeat(64));
    }
}
