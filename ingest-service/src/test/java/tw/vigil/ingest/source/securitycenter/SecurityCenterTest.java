package tw.vigil.ingest.source.securitycenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class SecurityCenterTest implements SourceContract {
    private static final String COMPLETE = """
            {"notificationConfigName": "organizations/673/notificationConfigs/soc",
             "finding": {"name": "organizations/673/sources/1/findings/f1", "state": "ACTIVE", "category": "MALWARE", "severity": "HIGH",
              "resourceName": "//compute.googleapis.com/projects/p1/instances/i1", "eventTime": "2026-08-20T10:15:30.123Z"},
             "resource": {"location": "asia-east1", "gcpMetadata": {"project": "//cloudresourcemanager.googleapis.com/projects/163"}}}""";

    @Override
    public Source source() {
        return new SecurityCenter();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "organizations/673/sources/1/findings/f1/ACTIVE/2026-08-20T10:15:30.123Z",
                        SourceContract.at("2026-08-20T10:15:30.123Z"),
                        "//compute.googleapis.com/projects/p1/instances/i1",
                        "p1",
                        "asia-east1"));
    }

    @Override
    public List<String> strangers() {
        return List.of("{}", "{\"finding\": {\"category\": \"MALWARE\"}}", "{\"finding\": \"text\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("eventTime", "x"), COMPLETE.replace("2026-08-20T", "soon"));
    }

    @Test
    void findingOfNoProjectsResourceBelongsToTheProjectOfItsMetadata() {
        assertThat(read(COMPLETE.replace("/projects/p1", ""), false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.account()).isEqualTo("163"));
    }

    @Test
    void findingThatBecomesInactiveIsAnotherEvent() {
        var active = (Reading.Audit) read(COMPLETE, false);
        var inactive = (Reading.Audit) read(COMPLETE.replace("\"ACTIVE\"", "\"INACTIVE\""), false);

        assertThat(inactive.id()).isNotEqualTo(active.id());
    }
}
