package tw.vigil.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {
    @Test
    void keyIsReadBack() {
        for (var entry : new LedgerEntry[] {
            new LedgerEntry("aws.cloudtrail", LedgerRecords.NOON, "vigil.events-3"),
            new LedgerEntry("a|b", null, "probes-1f")
        }) {
            assertThat(LedgerEntry.of(entry.key())).isEqualTo(entry);
        }
    }

    @Test
    void whatIsNoKeyIsNone() {
        for (String key : new String[] {"", "|", "a", "a|b", "a|yesterday|c", "|total|x"}) {
            assertThat(LedgerEntry.of(key)).as(key).isNull();
        }
    }

    @Test
    void countsAreReadBack() throws IOException {
        var counts = HourCounts.of(5, 2, 1, 3, Map.of("not_json", 4L), 1_000, 2_000);

        var read = LedgerEntry.counts(LedgerEntry.bytes(counts));

        assertThat(read).usingRecursiveComparison().isEqualTo(counts);
        assertThat(read.received()).isEqualTo(12);
    }

    @Test
    void countsBeforeTheFirstRecordHaveNoTimes() throws IOException {
        var read = LedgerEntry.counts(LedgerEntry.bytes(new HourCounts()));

        assertThat(read.lastEvent()).isNull();
        assertThat(read.lastArrival()).isNull();
    }
}
