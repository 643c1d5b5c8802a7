package tw.vigil.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.samples.CloudTrail;

/// A rule engineer brings a rule to a running Vigil and takes it away again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleLifecycleIT {
    private static final String RULE = """
            title: Password policy of the account deleted
            id: 44444444-0000-4000-8000-000000000001
            name: password_policy_deleted
            status: experimental
            description: Somebody deleted the account's password policy.
            author: Vigil
            date: 2026-11-25
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventSource: iam.amazonaws.com
                eventName: DeleteAccountPasswordPolicy
              condition: selection
            falsepositives: [none known]
            level: high
            tags: [cnfa.art8.2.1]
            vigil: {key: MY-77, unit: SOC, playbook: P1, title-zh: 密碼原則遭刪除}
            """;

    private static final String EVENTS = """
            - name: the policy is deleted
              fires: true
              source: aws.cloudtrail
              events:
                - {eventSource: iam.amazonaws.com, eventName: DeleteAccountPasswordPolicy, eventTime: "2026-08-20T10:00:00Z"}
            - name: the policy is read
              fires: false
              source: aws.cloudtrail
              events:
                - {eventSource: iam.amazonaws.com, eventName: GetAccountPasswordPolicy, eventTime: "2026-08-20T10:00:00Z"}
            """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private VigilStand vigil;

    @BeforeAll
    void start() throws Exception {
        vigil = VigilStand.shared();
    }

    @Test
    void aRuleIsPushedFiresAndIsRolledBack() throws Exception {
        Path rule = folder.resolve("policy.yml");
        Files.writeString(rule, RULE);

        var untested = vigil.rules("push", rule.toString());
        assertThat(untested.status()).as(untested.output()).isEqualTo(1);
        assertThat(untested.output()).contains("policy.yml: 0 cases that fire", "the rules in use stay");

        Files.writeString(folder.resolve("policy.events.yml"), EVENTS);
        var pushed = vigil.rules("push", rule.toString(), "--comment", "of a test");
        assertThat(pushed.status()).as(pushed.output()).isZero();
        assertThat(pushed.output())
                .contains("+ rules/policy.events.yml", "+ rules/policy.yml", "in use on 1 of 1 instances");

        vigil.post(
                "aws.cloudtrail",
                "application/json",
                CloudTrail.apiCall("iam", "DeleteAccountPasswordPolicy")
                        .by("policy.user")
                        .at(Instant.now())
                        .toJson());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(vigil.alerts("MY-77")).hasSize(1));

        var status = vigil.rules("status");
        assertThat(status.status()).as(status.output()).isZero();
        assertThat(status.output())
                .contains("by engineer", "of a test", "agrees")
                .containsPattern("MY-77 +high +live +1 +1 +0 +2\\d{3}-");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(vigil.rules("status").output())
                        .containsPattern("MY-77 .+ proven 2\\d{3}-\\S+Z, \\d+ ms"));
        assertThat(vigil.alerts("MY-77")).as("a canary alerts nobody").hasSize(1);

        // what it says of the events that are kept is what it said of them when they came
        Files.writeString(rule, RULE.replace("key: MY-77", "key: MY-77, stage: shadow"));
        var backtest = vigil.rules("backtest", "--from", "1h", "--rules", rule.toString(), "--output", "jsonl");
        assertThat(backtest.status()).as(backtest.output()).isZero();
        assertThat(backtest.output()).containsPattern("\"key\":\"MY-77\".+\"findings\":1,\"live\":1,");

        var rolledBack = vigil.rules("rollback", "1");
        assertThat(rolledBack.status()).as(rolledBack.output()).isZero();
        assertThat(vigil.rules("status").output()).contains("brings back 1").doesNotContain("MY-77");
    }
}
