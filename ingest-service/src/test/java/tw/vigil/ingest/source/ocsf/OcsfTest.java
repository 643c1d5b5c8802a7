package tw.vigil.ingest.source.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class OcsfTest implements SourceContract {
    private static final String COMPLETE = """
            {"class_uid":2004,"class_name":"Detection Finding","activity_id":1,"severity_id":4,"time":1787220930123,
             "metadata":{"version":"1.3.0","uid":"m1","product":{"name":"EDR","vendor_name":"Acme"}},
             "cloud":{"provider":"AWS","region":"eu-west-1","account":{"uid":"111122223333"}},
             "finding_info":{"uid":"f1","title":"t"},"resources":[{"uid":"i-0abc"}]}""";

    @Override
    public Source source() {
        return new Ocsf();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "2004/m1",
                        SourceContract.at("2026-08-20T10:15:30.123Z"),
                        "i-0abc",
                        "111122223333",
                        "eu-west-1"));
    }

    @Override
    public List<String> strangers() {
        return List.of("{}", COMPLETE.replace("2004", "\"2004\""), COMPLETE.replace("metadata", "x"));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("\"time\"", "\"x\""), COMPLETE.replace("1787220930123", "\"soon\""));
    }

    @Test
    void timeInTextStandsIn() {
        assertThat(read(COMPLETE.replace("\"time\":1787220930123", "\"time_dt\":\"2026-08-20T10:15:30.123Z\""), false))
                .isEqualTo(complete().expected());
    }
}
