package tw.vigil.ingest.source.cloudasset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class AssetFeedTest implements SourceContract {
    private static final String COMPLETE = """
            {"asset": {"name": "//compute.googleapis.com/projects/p1/global/firewalls/fw", "assetType": "compute.googleapis.com/Firewall",
             "resource": {"location": "global", "data": {"name": "fw"}}, "ancestors": ["projects/163", "organizations/673"],
             "updateTime": "2026-08-20T10:15:29Z"}, "priorAssetState": "PRESENT", "window": {"startTime": "2026-08-20T10:15:30Z"}}""";

    @Override
    public Source source() {
        return new AssetFeed();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        null,
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "//compute.googleapis.com/projects/p1/global/firewalls/fw",
                        "p1",
                        "global"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                "{\"asset\": {}}",
                "{\"name\": \"//x\", \"asset_type\": \"compute.googleapis.com/Firewall\"}",
                "{\"name\": \"//x\", \"assetType\": \"compute.googleapis.com/Firewall\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("startTime", "x").replace("updateTime", "y"), COMPLETE.replace("2026", "soon"));
    }

    @Test
    void policyAndDeletionAreMessagesToo() {
        var policy = COMPLETE.replace(
                "\"resource\": {\"location\": \"global\", \"data\": {\"name\": \"fw\"}}", "\"iamPolicy\": {}");
        var deletion = COMPLETE.replace("{\"asset\"", "{\"deleted\": true, \"asset\"");

        assertThat(read(policy, false)).isInstanceOf(Reading.Audit.class);
        assertThat(read(deletion, false)).isInstanceOf(Reading.Audit.class);
    }

    @Test
    void assetWithoutAProjectInItsNameBelongsToItsNearestAncestor() {
        var bucket = COMPLETE.replace(
                "//compute.googleapis.com/projects/p1/global/firewalls/fw", "//storage.googleapis.com/b");

        assertThat(read(bucket, false))
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.account()).isEqualTo("163"));
    }
}
