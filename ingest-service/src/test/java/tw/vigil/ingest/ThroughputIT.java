package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tw.vigil.samples.EventStream;

/// What taking in costs: CloudTrail files over HTTP against a producer that only sends the same records with the same
/// headers, in turns, on the same machine and broker. Says a ratio, proves nothing; run it with
/// `-Dvigil.throughput=100000`, on a quiet machine.
@QuarkusTest
@EnabledIfSystemProperty(
        named = "vigil.throughput",
        matches = "\\d+",
        disabledReason = "a measurement, not a check; it takes a minute")
class ThroughputIT extends IngestStand {
    private static final Logger LOG = Logger.getLogger(ThroughputIT.class);
    private static final int RECORDS_A_FILE = 500;
    private static final int SENDERS = 4;
    private static final int ROUNDS = 8;

    private final int records = Integer.getInteger("vigil.throughput", 0);
    private final List<EventStream.Sample> samples = BareProducer.cloudTrail(RECORDS_A_FILE);

    /// @param cpu nanoseconds of this process, senders included, for each record
    private record Speed(double perSecond, double cpu) {}

    @Test
    void ingestAgainstBareProducer() throws Exception {
        byte[] file = BareProducer.file(samples);
        ingest(file);
        produce();
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            Speed produced = produce();
            Speed ingested = ingest(file);
            ratios.add(ingested.perSecond() / produced.perSecond());
            LOG.infof(
                    "throughput records=%d bytes=%d producedPerSecond=%.0f ingestedPerSecond=%.0f ratio=%.2f"
                            + " producedCpuMicros=%.1f ingestedCpuMicros=%.1f load=%.1f",
                    records,
                    samples.getFirst().json().length,
                    produced.perSecond(),
                    ingested.perSecond(),
                    ratios.getLast(),
                    produced.cpu() / 1000,
                    ingested.cpu() / 1000,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
        assertThat(ratios).allSatisfy(ratio -> assertThat(ratio).isPositive());
    }

    private Speed ingest(byte[] file) throws Exception {
        int files = Math.max(1, records / RECORDS_A_FILE);
        var address = URI.create("http://localhost:" + RestAssured.port + "/v1/events/aws.cloudtrail");
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + Stand.CLOUDTRAIL_TOKEN)
                .header("Content-Type", "application/gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file))
                .build();
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var senders = Executors.newFixedThreadPool(SENDERS)) {
            long cpu = cpu();
            long start = System.nanoTime();
            Callable<Integer> send =
                    () -> client.send(request, BodyHandlers.discarding()).statusCode();
            for (var answer : senders.invokeAll(Collections.nCopies(files, send))) {
                assertThat(answer.get()).isEqualTo(200);
            }
            return speed(start, cpu, (long) files * samples.size());
        }
    }

    private Speed produce() {
        long cpu = cpu();
        long start = System.nanoTime();
        long sent = BareProducer.produce(bootstrapServers, samples, records);
        return speed(start, cpu, sent);
    }

    private static Speed speed(long start, long cpu, long done) {
        return new Speed(done * 1e9 / (System.nanoTime() - start), (cpu() - cpu) / (double) done);
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
