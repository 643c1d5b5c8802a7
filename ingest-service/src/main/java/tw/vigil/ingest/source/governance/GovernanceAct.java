package tw.vigil.ingest.source.governance;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Acts of governance: a policy was reviewed, a provider audited, a training done. The form is
/// `governance-act.schema.json`. An act is never changed; a correction is another act.
@ApplicationScoped
public class GovernanceAct implements Source {
    static final String NOT_ACT = "not_governance_act";

    /// What the rules of the pack may ask for. A firm's own acts start with `firm.`: an act that is spelled wrong
    /// would be taken and satisfy nothing.
    static final Set<String> ACTS = Set.of(
            "policy.reviewed",
            "roles.assigned",
            "risk.assessed",
            "country.assessed",
            "board.reported",
            "training.completed",
            "training.verified",
            "provider.dd",
            "provider.audited",
            "audit.plan.approved",
            "regulator.access.tested",
            "contract.reviewed",
            "contract.exception",
            "exit.portability.assessed",
            "exit.plan.approved",
            "engagement.terminated",
            "deletion.certified",
            "threat.assessed",
            "transfer.approved",
            "access.reviewed",
            "log.reviewed",
            "bia.done",
            "bcp.approved",
            "exercise.done",
            "backup.inventoried",
            "finding.closed",
            "detection.tested",
            "change.approved");

    private static final Pattern OWN_ACT = Pattern.compile("firm(\\.[a-z][a-z0-9_]{0,63}){1,4}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> SUBJECTS = List.of("engagement", "system", "provider", "country", "person");
    private static final int MOST_EVIDENCE_CHECKED = 32;

    @Override
    public String type() {
        return "governance.act";
    }

    @Override
    public String product() {
        return "governance";
    }

    @Override
    public String service() {
        return "act";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("acts");
    }

    @Override
    public Set<String> fields() {
        var fields = new HashSet<>(
                Set.of("id", "act", "performed_at", "performer.unit", "performer.person", "approver.person", "origin"));
        SUBJECTS.forEach(subject -> fields.add("subject." + subject));
        for (int i = 0; i < MOST_EVIDENCE_CHECKED; i++) {
            fields.add("evidence[" + i + "]");
            fields.add("evidence[" + i + "].sha256");
        }
        return fields;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_ACT, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String wrong = whatIsWrong(record);
        if (wrong != null) {
            return new Reading.Rejected(NOT_ACT, wrong + "; see governance-act.schema.json");
        }
        Instant time = Source.time(record.text("performed_at"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "performed_at is absent or no RFC 3339 time; accepted is the form 2026-08-20T10:15:30+08:00");
        }
        return new Reading.Audit(
                record.text("act") + "/" + record.text("id"), time, subject(record), settings.account(), null);
    }

    private static @Nullable String subject(JsonRecord record) {
        for (String kind : SUBJECTS) {
            String name = record.text("subject." + kind);
            if (name != null) {
                return kind + "/" + name;
            }
        }
        return null;
    }

    private static @Nullable String whatIsWrong(JsonRecord record) {
        String act = record.text("act");
        if (act == null || record.text("id") == null) {
            return "has no act and id; an act names what was done (act), itself (id), performed_at, performer, evidence";
        }
        if (!ACTS.contains(act) && !OWN_ACT.matcher(act).matches()) {
            return "act is not known; accepted are the acts of the list and a firm's own, which start with firm.";
        }
        String performer = record.text("performer.person");
        if (performer == null || record.text("performer.unit") == null) {
            return "has no performer with unit and person";
        }
        if (performer.equals(record.text("approver.person"))) {
            return "approver is the performer; another person approves";
        }
        return evidence(record);
    }

    private static @Nullable String evidence(JsonRecord record) {
        if (record.value("evidence[0]") == null) {
            return "has no evidence; at least one entry with name and sha256 is required";
        }
        for (int i = 0; i < MOST_EVIDENCE_CHECKED && record.value("evidence[" + i + "]") != null; i++) {
            String hash = record.text("evidence[" + i + "].sha256");
            if (hash == null || !SHA256.matcher(hash).matches()) {
                return "evidence " + (i + 1) + " has no sha256 of 64 lower-case hex digits";
            }
        }
        return null;
    }
}
