package tw.vigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
    private final List<JsonNode> rules = DeployFiles.alertRules();

    @Test
    void everyRuleSaysWhoActsAndWhichClauseIsTouched() {
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            JsonNode labels = rule.get("labels");
            assertThat(labels.path("severity").asText()).isIn("critical", "warning");
            assertThat(labels.path("owner").asText()).isIn("IT", "SOC", "CGU", "SEC");
            assertThat(labels.path("clause").asText()).matches("art\\d+(\\.\\d+)*(\\.[a-z])?");
        });
    }

    @Test
    void everyRuleSpeaksBothLanguages() {
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.at("/annotations/summary").asText()).matches("(?s).*[A-Za-z]{3,}.*");
            assertThat(rule.at("/annotations/summary_zh_tw").asText()).matches("(?s).*\\p{IsHan}.*");
        });
    }

    @Test
    void everyRuleNamesItsRunbookSection() {
        assertThat(rules)
                .allSatisfy(
                        rule -> assertThat(rule.at("/annotations/runbook_url").asText())
                                .isEqualTo("docs/operations.md#" + anchor(rule)));
    }

    @Test
    void theRunbookHasASectionForEveryRule() {
        Path operations = DeployFiles.PROJECT.resolve("docs/operations.md");
        assumeTrue(Files.exists(operations), "docs/operations.md is not there");

        Set<String> headings = new HashSet<>();
        DeployFiles.text(operations)
                .lines()
                .filter(line -> line.startsWith("#"))
                .forEach(line ->
                        headings.add(line.replaceFirst("#+ *", "").strip().toLowerCase(Locale.ROOT)));

        assertThat(rules)
                .allSatisfy(rule -> assertThat(headings)
                        .as(
                                "docs/operations.md needs a heading \"%s\"",
                                rule.get("alert").asText())
                        .contains(anchor(rule)));
    }

    @Test
    void everyRuleHasAUnitTest() {
        Set<String> fired = new HashSet<>();
        DeployFiles.yaml("prometheus/alerts.test.yml")
                .get("tests")
                .forEach(test -> test.get("alert_rule_test").forEach(row -> {
                    if (!row.get("exp_alerts").isEmpty()) {
                        fired.add(row.get("alertname").asText());
                    }
                }));

        assertThat(rules)
                .allSatisfy(rule -> assertThat(fired)
                        .as("prometheus/alerts.test.yml needs a test in which it fires")
                        .contains(rule.get("alert").asText()));
    }

    private static String anchor(JsonNode rule) {
        return rule.get("alert").asText().toLowerCase(Locale.ROOT);
    }
}
