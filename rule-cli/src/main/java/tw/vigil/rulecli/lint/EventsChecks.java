package tw.vigil.rulecli.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tw.vigil.rules.proof.EventSource;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofCase;
import tw.vigil.sigma.RuleFile;

/// The events beside a rule.
final class EventsChecks {
    private static final int MINIMUM_CASES = 2;

    private final LintInput input;
    private final Report report;

    EventsChecks(LintInput input, Report report) {
        this.input = input;
        this.report = report;
    }

    void check() {
        for (RuleFile file : input.pack().rules()) {
            RuleFile proof = input.pack().proofs().get(file.path());
            List<RuleDocument> documents = input.documents().stream()
                    .filter(document -> document.file().equals(file.path()))
                    .toList();
            if (proof != null) {
                cases(proof, documents);
            } else if (documents.stream().anyMatch(document -> !document.isFilter())) {
                report.add(Check.W111, file.path(), 1, 1, "no .events.yml beside it: nothing proves the rule");
            }
        }
        for (String orphan : input.pack().orphans()) {
            report.add(Check.W405, orphan, 1, 1, "no rule of that name is beside it");
        }
    }

    private void cases(RuleFile proof, List<RuleDocument> documents) {
        List<ProofCase> cases;
        try {
            cases = ProofCase.read(proof);
        } catch (PackException e) {
            report.add(Check.E002, proof.path(), 1, 1, String.valueOf(e.getMessage()));
            return;
        }
        long positive = cases.stream().filter(ProofCase::fires).count();
        long negative = cases.size() - positive;
        if (positive < MINIMUM_CASES || negative < MINIMUM_CASES) {
            report.add(
                    Check.W112,
                    proof.path(),
                    1,
                    1,
                    positive + " positive and " + negative + " negative cases; two of each are asked");
        }
        consistent(proof, cases);
        sources(proof, cases, documents);
        if (documents.stream().anyMatch(RuleDocument::isCorrelation)) {
            times(proof, cases);
        }
    }

    private void consistent(RuleFile proof, List<ProofCase> cases) {
        var names = new HashSet<String>();
        Map<Object, ProofCase> verdicts = new HashMap<>();
        for (ProofCase one : cases) {
            if (!names.add(one.name())) {
                add(Check.W401, proof, one, "case '" + one.name() + "' is there twice");
            }
            ProofCase other = verdicts.putIfAbsent(List.of(one.events(), one.times(), one.every()), one);
            if (other != null && other.fires() != one.fires()) {
                add(Check.W402, proof, one, "the events of '" + other.name() + "', which says the opposite");
            }
        }
    }

    private void sources(RuleFile proof, List<ProofCase> cases, List<RuleDocument> documents) {
        List<RuleDocument> detections =
                documents.stream().filter(RuleDocument::isDetection).toList();
        Set<String> told = new HashSet<>();
        for (ProofCase one : cases) {
            boolean heard = detections.isEmpty()
                    || detections.stream()
                            .anyMatch(document ->
                                    document.logSource().contains(one.source().logSource()));
            if (!heard && told.add(one.source().id())) {
                add(
                        Check.W403,
                        proof,
                        one,
                        "no rule of the file looks at " + one.source().id());
            }
        }
    }

    private void times(RuleFile proof, List<ProofCase> cases) {
        for (ProofCase one : cases) {
            if (one.events().size() > 1 && one.events().stream().anyMatch(event -> EventSource.time(event) == null)) {
                add(Check.W404, proof, one, "an event of '" + one.name() + "' has no time; windows need it");
                return;
            }
        }
    }

    /// At the line that names the case.
    private void add(Check check, RuleFile proof, ProofCase at, String message) {
        int line = 1;
        int found = 1;
        for (String text : proof.text().lines().toList()) {
            if (text.contains("name: ") && text.contains(at.name())) {
                found = line;
            }
            line++;
        }
        report.add(check, proof.path(), found, 1, message);
    }
}
