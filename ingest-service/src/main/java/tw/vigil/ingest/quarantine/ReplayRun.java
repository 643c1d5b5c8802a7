package tw.vigil.ingest.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.OwnEvent;
import tw.vigil.ingest.own.OwnEvents;
import tw.vigil.ingest.publish.BusyException;
import tw.vigil.ingest.publish.KafkaUnavailableException;

/// Sends many records again, one run at a time, and tells of it as an event of product `vigil`.
@ApplicationScoped
public class ReplayRun {
    /// What came of a run.
    ///
    /// @param chosen records that were looked at
    /// @param absent ids at which no record lies, or no longer
    /// @param outcomes how many ended how
    /// @param complete false when more are left that the same order would choose
    public record Report(int chosen, int absent, SortedMap<String, Integer> outcomes, boolean complete) {}

    private final QuarantineReader reader;
    private final Replays replays;
    private final Replayer replayer;
    private final OwnEvents events;
    private final ReentrantLock running = new ReentrantLock();

    ReplayRun(QuarantineReader reader, Replays replays, Replayer replayer, OwnEvents events) {
        this.reader = reader;
        this.replays = replays;
        this.replayer = replayer;
        this.events = events;
    }

    /// @param ids these records; when empty, those of the selection that were not sent again yet, oldest first
    /// @param by account of who asks for it
    /// @param again also those that were sent again before
    /// @return null when another run is under way
    public @Nullable Report run(List<QuarantinedRecord.Id> ids, Selection selection, String by, boolean again)
            throws BusyException, KafkaUnavailableException {
        if (!running.tryLock()) {
            return null;
        }
        var outcomes = new TreeMap<String, Integer>();
        try {
            var found = ids.isEmpty() ? chosen(selection, again) : named(ids);
            try {
                for (QuarantinedRecord record : found.records()) {
                    outcomes.merge(replayer.replay(record, by, again).label(), 1, Integer::sum);
                }
            } finally {
                tell(selection, by, again, outcomes);
            }
            int absent = ids.isEmpty() ? 0 : ids.size() - found.records().size();
            return new Report(found.records().size(), absent, outcomes, found.complete());
        } finally {
            running.unlock();
        }
    }

    private QuarantineReader.Found chosen(Selection selection, boolean again) throws KafkaUnavailableException {
        return reader.oldest(selection, record -> again || replays.of(record.id()) == null);
    }

    private QuarantineReader.Found named(List<QuarantinedRecord.Id> ids) throws KafkaUnavailableException {
        var records = new ArrayList<QuarantinedRecord>();
        for (QuarantinedRecord.Id id : ids) {
            QuarantinedRecord record = reader.find(id);
            if (record != null) {
                records.add(record);
            }
        }
        return new QuarantineReader.Found(records, true);
    }

    private void tell(Selection selection, String by, boolean again, SortedMap<String, Integer> outcomes) {
        var details = new TreeMap<String, Object>(outcomes);
        details.put("again", again);
        if (selection.reason() != null) {
            details.put("reason", selection.reason());
        }
        events.write(OwnEvent.of(
                        "quarantine.replayed",
                        Instant.now(),
                        by,
                        OwnEvents.COMPONENT,
                        OwnEvent.Outcome.SUCCESS,
                        details)
                .about(selection.source()));
    }
}
