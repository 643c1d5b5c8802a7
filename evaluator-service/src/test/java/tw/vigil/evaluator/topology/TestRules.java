package tw.vigil.evaluator.topology;

import java.util.ArrayList;
import java.util.List;
import tw.vigil.sigma.Compilation;
import tw.vigil.sigma.RuleContext;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleSet;

/// Rules for tests of the topology.
final class TestRules {
    static final String STOPPED_ID = "11111111-0000-4000-8000-000000000001";
    static final String ROW_ID = "11111111-0000-4000-8000-000000000003";
    static final String FEW_ID = "11111111-0000-4000-8000-000000000004";

    static final String TRAIL_STOPPED = """
            title: Trail stopped
            id: 11111111-0000-4000-8000-000000000001
            name: trail_stopped
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: StopLogging
              condition: selection
            level: critical
            tags: [cnfa.art8.3.1]
            falsepositives: [none]
            vigil: {key: T-01, title-zh: 軌跡停止, unit: SOC, playbook: P1}
            """;

    static final String SNAPSHOT_DELETED = """
            title: Snapshot deleted
            id: 11111111-0000-4000-8000-000000000002
            name: snapshot_deleted
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: DeleteSnapshot
              condition: selection
            level: informational
            falsepositives: [none]
            """;

    static final String THREE_IN_A_ROW = """
            title: Snapshots deleted in a row
            id: 11111111-0000-4000-8000-000000000003
            name: in_a_row
            correlation:
              type: event_count
              rules: [snapshot_deleted]
              group-by: [userIdentity.arn]
              timespan: 10m
              condition:
                gte: 3
            level: high
            tags: [cnfa.art9.3.c]
            falsepositives: [none]
            vigil: {key: T-03, unit: IT, playbook: P7}
            """;

    private TestRules() {}

    static RuleSet of(String... texts) {
        List<RuleFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new RuleFile("rules/r" + files.size() + ".yml", text));
        }
        Compilation compilation = RuleSet.compile(files, RuleContext.EMPTY);
        if (!compilation.problems().isEmpty()) {
            throw new AssertionError(compilation.problems());
        }
        return compilation.rules();
    }

    static RuleSet standard() {
        return of(TRAIL_STOPPED, SNAPSHOT_DELETED, THREE_IN_A_ROW);
    }

    /// Another detection of the same event as [#TRAIL_STOPPED].
    static String copyOfTrailStopped(int number) {
        return TRAIL_STOPPED
                .replace("000000000001", "%012d".formatted(1000 + number))
                .replace("name: trail_stopped", "name: trail_stopped_" + number)
                .replace("T-01", "T-" + (1000 + number));
    }
}
