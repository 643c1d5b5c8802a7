package tw.vigil.ingest.source.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class InspectorTest implements SourceContract {
    private static final String COMPLETE = """
            {"awsAccountId":"111122223333","findingArn":"arn:aws:inspector2:eu-west-1:111122223333:finding/f",
             "type":"PACKAGE_VULNERABILITY","status":"ACTIVE","severity":"CRITICAL","inspectorScore":9.8,
             "firstObservedAt":"2026-08-18T10:15:30Z","updatedAt":"2026-08-20T10:15:30Z",
             "resources":[{"id":"i-0abc","type":"AWS_EC2_INSTANCE","region":"eu-west-1","partition":"aws"}],
             "packageVulnerabilityDetails":{"vulnerabilityId":"CVE-2026-0001"}}""";

    @Override
    public Source source() {
        return new Inspector();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "arn:aws:inspector2:eu-west-1:111122223333:finding/f/2026-08-20T10:15:30Z/ACTIVE",
                        SourceContract.at("2026-08-20T10:15:30Z"),
                        "i-0abc",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}", COMPLETE.replace("inspector2", "guardduty"), COMPLETE.replace("\"type\":\"P", "\"x\":\"P"));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("updatedAt", "x").replace("firstObservedAt", "y"),
                COMPLETE.replace("2026-08-20T10:15:30Z", "soon"));
    }

    @Test
    void eventBridgeWritesTimesInEnglish() {
        assertThat(read(COMPLETE.replace("2026-08-20T10:15:30Z", "Aug 20, 2026, 10:15:30 AM"), false))
                .isEqualTo(complete().expected());
    }
}
