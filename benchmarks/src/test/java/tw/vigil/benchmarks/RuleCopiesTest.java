package tw.vigil.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.sigma.RuleFile;

class RuleCopiesTest {
    private static final RuleFile STOPPED = new RuleFile("packs/aws/stopped.yml", """
            title: Trail stopped
            id: 0a8d29d5-1a0c-4f3f-8e55-4b6a3b0a7c11
            name: trail_stopped
            logsource: {product: aws, service: cloudtrail}
            detection:
              stop:
                eventSource: cloudtrail.amazonaws.com
                eventName|endswith: [StopLogging, DeleteTrail]
                sourceIPAddress|cidr: 203.0.113.0/24
              condition: stop
            level: high
            """);

    @Test
    void copiesLookForLiteralsOfTheirOwnUnderTheSameEventSource() {
        List<RuleFile> files = RuleCopies.of(List.of(STOPPED), 3);

        assertThat(files).hasSize(3).first().isEqualTo(STOPPED);
        assertThat(files.get(2).path()).isEqualTo("packs/aws/stopped-2.yml");
        assertThat(files.get(2).text())
                .contains(
                        "StopLoggingX2",
                        "DeleteTrailX2",
                        "cloudtrail.amazonaws.com",
                        "203.0.113.0/24",
                        "trail_stopped_2")
                .doesNotContain("comX2", "stopX2", "/24X2", "0a8d29d5-1a0c-4f3f-8e55-4b6a3b0a7c11");
    }

    @Test
    void correlationsAreNotCopied() {
        RuleFile correlation = new RuleFile("many.yml", "title: Many\ncorrelation: {type: event_count}\n");

        assertThat(RuleCopies.of(List.of(correlation), 5)).containsExactly(correlation);
    }
}
