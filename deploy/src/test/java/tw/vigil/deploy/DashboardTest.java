package tw.vigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final String CHINESE = "[\\s\\S]*\\p{IsHan}[\\s\\S]*";
    private static final String ENGLISH = "[\\s\\S]*[A-Za-z]{3,}[\\s\\S]*";

    private final List<JsonNode> dashboards =
            DeployFiles.dashboards().stream().map(DeployFiles::dashboard).toList();

    private List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        dashboards.forEach(dashboard -> dashboard.get("panels").forEach(panels::add));
        return panels;
    }

    @Test
    void uidsAreUnique() {
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.get("uid").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void titlesAreInBothLanguages() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(dashboard.get("title").asText()).matches(CHINESE).matches(ENGLISH);
            assertThat(dashboard.get("description").asText()).matches(CHINESE).matches(ENGLISH);
        });
        assertThat(panels())
                .allSatisfy(panel -> assertThat(panel.get("title").asText())
                        .as("panel %s: title needs English and zh-TW", panel.get("id"))
                        .matches(CHINESE));
    }

    @Test
    void everyPanelExplainsItselfInBothLanguages() {
        assertThat(panels())
                .filteredOn(panel -> !panel.get("type").asText().equals("row"))
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.path("description").asText())
                        .as("description of panel \"%s\"", panel.get("title").asText())
                        .matches(CHINESE)
                        .matches(ENGLISH));
    }

    @Test
    void panelsHaveTheirOwnIdsAndPlaces() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            JsonNode panels = dashboard.get("panels");
            assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
            assertThat(panels)
                    .extracting(panel -> panel.at("/gridPos/x").asInt() + " "
                            + panel.at("/gridPos/y").asInt())
                    .doesNotHaveDuplicates();
            assertThat(panels)
                    .allSatisfy(panel -> assertThat(panel.at("/gridPos/x").asInt()
                                    + panel.at("/gridPos/w").asInt())
                            .isLessThanOrEqualTo(24));
        });
    }

    @Test
    void queriesAskTheChosenDataSource() {
        assertThat(panels())
                .allSatisfy(panel -> assertThat(panel.path("targets"))
                        .allSatisfy(target -> assertThat(
                                        target.at("/datasource/uid").asText())
                                .isEqualTo("${datasource}")));
        assertThat(dashboards)
                .allSatisfy(dashboard -> assertThat(dashboard.at("/templating/list"))
                        .extracting(variable -> variable.get("name").asText())
                        .contains("datasource", "console"));
    }

    @Test
    void alertPanelsLeadToTheConsole() {
        assertThat(panels())
                .filteredOn(panel -> panel.toString().contains("vigil_alerts_open"))
                .isNotEmpty()
                .allSatisfy(
                        panel -> assertThat(panel.at("/links/0/url").asText()).startsWith("${console}"));
    }

    @Test
    void provisioningReadsTheFolderThatComposeMounts() {
        String path = DeployFiles.yaml("grafana/provisioning/dashboards/vigil.yml")
                .at("/providers/0/options/path")
                .asText();

        assertThat(DeployFiles.yaml("compose.yaml").at("/services/grafana/volumes"))
                .extracting(JsonNode::asText)
                .contains("./grafana/dashboards:" + path + ":ro");
    }
}
