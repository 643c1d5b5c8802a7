package tw.vigil.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.vigil.ingest.ledger.LedgerRecords.NOON;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private final Account account = new Account(Set.of());
    private final Probes probes = new Probes(Map.of("aws.cloudtrail", account));

    @Test
    void probesAreCountedByHourAndInAll() {
        account.control(NOON);
        probes.changed(NOON);
        probes.committed();
        account.control(NOON);
        account.control(NOON);

        var changed = probes.changed(NOON.plus(Duration.ofHours(1)));

        assertThat(changed).hasSize(2);
        changed.forEach((entry, counts) ->
                assertThat(counts.control()).as(entry.key()).isEqualTo(entry.hour() == null ? 3 : 2));
    }

    @Test
    void whatWasNotCommittedIsToldAgain() {
        account.control(NOON);

        assertThat(probes.changed(NOON)).hasSize(2);
        assertThat(probes.changed(NOON)).hasSize(2);
        probes.committed();
        assertThat(probes.changed(NOON)).isEmpty();
    }
}
