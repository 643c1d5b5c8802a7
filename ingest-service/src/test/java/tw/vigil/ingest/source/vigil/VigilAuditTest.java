package tw.vigil.ingest.source.vigil;

import java.util.List;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class VigilAuditTest implements SourceContract {
    private static final String COMPLETE = """
            {"id":"5d41402a","action":"alert.acknowledged","time":"2026-08-20T10:15:30.123Z","actor":"analyst",
             "component":"alert","outcome":"success","subject":"A-000123","count":1,"details":{}}""";

    @Override
    public Source source() {
        return new VigilAudit();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "5d41402a", SourceContract.at("2026-08-20T10:15:30.123Z"), "A-000123", "alert", null));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("\"id\"", "\"x\""),
                COMPLETE.replace("\"action\"", "\"x\""),
                COMPLETE.replace("\"actor\"", "\"x\""),
                COMPLETE.replace("\"component\"", "\"x\""),
                COMPLETE.replace("\"outcome\"", "\"x\""));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(COMPLETE.replace("\"time\"", "\"x\""), COMPLETE.replace("2026-08-20T10:15:30.123Z", "soon"));
    }
}
